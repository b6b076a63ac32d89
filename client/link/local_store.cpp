#include "client/link/local_store.hpp"

namespace wardlink::link {

std::string kind_of(const v1::Event& event) {
  const auto* body = v1::Event::descriptor()->FindOneofByName("body");
  const auto* field = event.GetReflection()->GetOneofFieldDescriptor(event, body);
  return field == nullptr ? "" : field->name();
}

}  // namespace wardlink::link
