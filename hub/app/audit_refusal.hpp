// Which refusals the audit keeps, and what of them.
#pragma once

#include <string>

#include "hub/app/audit.hpp"
#include "hub/app/member.hpp"
#include "wardlink/v1/value.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::app {

/// The name of what is asked: "report_incident", "show", "status"; never more of it.
[[nodiscard]] std::string kind_of(const v1::Submit& submit);
[[nodiscard]] std::string kind_of(const v1::Query& query);
[[nodiscard]] std::string kind_of(const v1::Admin& admin);

void audit_act(Audit& audit, const Member& who, const char* kind, const std::string& what);
/// What the role may not ask, and what the sender should not know of. Nothing else: other refusals deny nobody
/// anything.
void audit_refusal(Audit& audit, const Member& who, v1::Rejection::Code code, const std::string& what);

}  // namespace wardlink::app
