#include "client/link/json.hpp"

#include <google/protobuf/util/json_util.h>

#include <stdexcept>

#include "client/link/utf8.hpp"

namespace wardlink::link {

std::string to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) throw std::runtime_error("no JSON for " + message.GetTypeName() + ": " + status.ToString());
  return json;
}

bool from_json(const std::string& json, google::protobuf::Message& message) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  return google::protobuf::util::JsonStringToMessage(json, &message, options).ok() && !field_not_utf8(message);
}

}  // namespace wardlink::link
