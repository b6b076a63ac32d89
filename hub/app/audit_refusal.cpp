#include "hub/app/audit_refusal.hpp"

#include <google/protobuf/descriptor.h>

#include "hub/base/ids.hpp"

namespace wardlink::app {
namespace {

/// The name of the one field that is set in the oneof `kind`.
std::string set_kind(const google::protobuf::Message& message) {
  const auto* oneof = message.GetDescriptor()->FindOneofByName("kind");
  const auto* field = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
  return field == nullptr ? "nothing" : std::string(field->name());
}

}  // namespace

std::string kind_of(const v1::Submit& submit) { return set_kind(submit.command()); }
std::string kind_of(const v1::Query& query) { return set_kind(query); }
std::string kind_of(const v1::Admin& admin) { return set_kind(admin); }

void audit_act(Audit& audit, const Member& who, const char* kind, const std::string& what) {
  audit.record({.cluster = who.identity().cluster(),
                .kind = kind,
                .who = base::sender_key(who.identity()),
                .address = who.peer.address,
                .detail = what});
}

void audit_refusal(Audit& audit, const Member& who, v1::Rejection::Code code, const std::string& what) {
  if (code == v1::Rejection::NOT_ALLOWED) audit_act(audit, who, audit::rights, what);
  if (code == v1::Rejection::UNKNOWN_ID) audit_act(audit, who, audit::probe, what);
}

}  // namespace wardlink::app
