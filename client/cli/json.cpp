#include "client/cli/json.hpp"

#include <fmt/format.h>
#include <google/protobuf/wrappers.pb.h>

namespace wardlink::cli {

std::string json_string(std::string_view text) {
  google::protobuf::StringValue value;
  value.set_value(std::string(text));
  return to_json(value);
}

std::string error_json(std::string_view code, std::string_view message, std::string_view field) {
  return fmt::format(R"({{"error":{{"code":{},"message":{},"field":{}}}}})", json_string(code), json_string(message),
                     json_string(field));
}

std::string to_json(const v1::Rejection& rejection, Lang lang) {
  const bool vi = lang == Lang::vi && !rejection.message_vi().empty();
  return error_json(v1::Rejection::Code_Name(rejection.code()), vi ? rejection.message_vi() : rejection.message(),
                    rejection.field());
}

}  // namespace wardlink::cli
