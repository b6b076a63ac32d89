#include "hub/gate/text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hub/base/limits.hpp"

namespace wardlink::gate {
namespace {

using base::Expected;
using base::reject;
namespace limits = base::limits;

// C0 but the line break, DEL, and C1 (U+0080 to U+009F, in UTF-8 C2 80 to C2 9F).
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Expected<void> check_list(const google::protobuf::RepeatedPtrField<std::string>& list, const std::string& field) {
  if (static_cast<std::size_t>(list.size()) > limits::list_items_max) {
    return reject(v1::Rejection::TOO_LARGE, field, fmt::format("At most {} entries.", limits::list_items_max),
                  fmt::format("Tối đa {} mục.", limits::list_items_max));
  }
  for (int i = 0; i < list.size(); ++i) {
    if (auto ok = check_text(list[i], fmt::format("{}[{}]", field, i)); !ok) return ok;
  }
  return {};
}

}  // namespace

Expected<void> check_text(std::string_view text, std::string_view field) {
  if (characters(text) > limits::text_chars_max) {
    return reject(v1::Rejection::TOO_LARGE, field,
                  fmt::format("The text is longer than {} characters.", limits::text_chars_max),
                  fmt::format("Nội dung dài quá {} ký tự.", limits::text_chars_max));
  }
  if (has_control(text)) {
    return reject(v1::Rejection::INVALID, field, "The text contains a control character.",
                  "Nội dung có ký tự điều khiển.");
  }
  return {};
}

Expected<void> check_content(const v1::Content& content, std::string_view field) {
  const auto path = [&](std::string_view leaf) { return fmt::format("{}.{}", field, leaf); };
  if (auto ok = check_text(content.text(), path("text")); !ok) return ok;
  if (auto ok = check_text(content.sensitive_text(), path("sensitive_text")); !ok) return ok;
  if (auto ok = check_list(content.persons(), path("persons")); !ok) return ok;
  if (auto ok = check_list(content.plates(), path("plates")); !ok) return ok;
  return check_list(content.phones(), path("phones"));
}

Expected<void> check_id(std::string_view id, std::string_view field, bool required) {
  if (id.empty() && !required) return {};
  const bool printable = std::ranges::all_of(id, [](char c) { return c > 0x20 && c < 0x7F; });
  if (id.empty() || id.size() > limits::id_bytes_max || !printable) {
    return reject(v1::Rejection::INVALID, field, "An id is missing or malformed.", "Thiếu mã hoặc mã không hợp lệ.");
  }
  return {};
}

}  // namespace wardlink::gate
