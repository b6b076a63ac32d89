// Support by duty, request and assist, and its whole life (RULES.md 5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

/// One support, by the clause that placed or decided the incident. Nothing where the ward has an open one.
void open_duty(Draft& draft, const domain::Incident& incident, const std::string& ward, v1::Support::State state);

/// The duties the incident's rule gives, one each, at once, unasked; less those of wards that had one before.
void open_duties(Draft& draft, const domain::Incident& incident, const Wards& had = {});

/// The wards the rule of the incident's decision gives a duty to, the lead not among them.
[[nodiscard]] Wards duty_wards(const Draft& draft, const domain::Incident& incident);

/// Ends the ward's open support, if it has one: CANCELLED with this reason. Of a new lead also one it had declined.
void end_support(Draft& draft, const domain::Incident& incident, const std::string& ward, std::string_view why);

/// RULES.md 5: resolving releases those on scene and cancels the rest.
void end_all_supports(Draft& draft, const domain::Incident& incident);

/// Nobody has accepted within unanswered_s: of a request the nearest ward not yet asked is asked too; of the duties
/// (`request` empty) the placement's other wards are told. The lead gets the commanders' telephone numbers.
void escalate_unanswered(Draft& draft, const domain::Incident& incident, const std::string& request);

/// The open supports' wards that have not answered: whom a raised severity alerts again.
[[nodiscard]] Wards unanswered_wards(const domain::Incident& incident);

[[nodiscard]] base::Expected<void> request_support(Draft& draft, const v1::RequestSupport& command);
[[nodiscard]] base::Expected<void> cancel_support(Draft& draft, const v1::CancelSupport& command);
[[nodiscard]] base::Expected<void> release_support(Draft& draft, const v1::ReleaseSupport& command);
[[nodiscard]] base::Expected<void> answer_support(Draft& draft, const v1::AnswerSupport& command);
[[nodiscard]] base::Expected<void> record_answer(Draft& draft, const v1::RecordAnswer& command);

}  // namespace wardlink::rules
