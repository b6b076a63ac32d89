// What this program refuses by itself is said like what the hub refuses.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "client/cli/sentences.hpp"
#include "wardlink/v1/value.pb.h"

namespace wardlink::cli {

template <typename T>
using Checked = std::expected<T, v1::Rejection>;

template <typename... Args>
[[nodiscard]] std::unexpected<v1::Rejection> reject(v1::Rejection::Code code, std::string_view field, Say what,
                                                    const Args&... args) {
  v1::Rejection rejection;
  rejection.set_code(code);
  rejection.set_field(std::string(field));
  rejection.set_message(say(Lang::en, what, args...));
  rejection.set_message_vi(say(Lang::vi, what, args...));
  return std::unexpected(std::move(rejection));
}

}  // namespace wardlink::cli
