// The bytes a fuzzer makes up, taken off their front as what a target wants of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wardlink::fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  /// 0 at the end.
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  /// Of so many bytes, the first the highest.
  std::size_t number(int bytes) {
    std::size_t number = 0;
    for (; bytes > 0; --bytes) number = (number << 8) | byte();
    return number;
  }
  std::string_view take(std::size_t bytes) {
    const auto taken = rest_.substr(0, bytes);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  /// All of it that is left; what is taken off this is taken off the input.
  std::string_view& rest() { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace wardlink::fuzz
