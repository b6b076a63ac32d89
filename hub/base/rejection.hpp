// How the pure rooms say no: a code, the field, and the sentence a duty officer reads.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "wardlink/v1/value.pb.h"

namespace wardlink::base {

template <typename T>
using Expected = std::expected<T, v1::Rejection>;

[[nodiscard]] inline std::unexpected<v1::Rejection> reject(v1::Rejection::Code code, std::string_view field,
                                                           std::string en, std::string vi) {
  v1::Rejection rejection;
  rejection.set_code(code);
  rejection.set_field(std::string(field));
  rejection.set_message(std::move(en));
  rejection.set_message_vi(std::move(vi));
  return std::unexpected(std::move(rejection));
}

}  // namespace wardlink::base
