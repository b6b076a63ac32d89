// Who leads, and how the lead moves (RULES.md 4).
#pragma once

#include <string>
#include <vector>

#include "hub/rules/draft.hpp"

namespace wardlink::rules {

struct LeadChoice {
  std::string ward;  // empty: unassigned
  v1::Decision decision;
  bool tie = false;
  const v1::Report* first = nullptr;  // the report whose detection gave the lead, where one did
};

/// What the regulation says of these reports at this placement.
[[nodiscard]] LeadChoice choose_lead(const Draft& draft, const domain::Regulation& regulation,
                                     const v1::Placement& placement, const domain::Case& on,
                                     const google::protobuf::RepeatedPtrField<v1::Report>& reports);

/// The same for an incident as it stands now, and as it would with these reports.
[[nodiscard]] LeadChoice choose_lead(const Draft& draft, const domain::Incident& incident);
[[nodiscard]] LeadChoice choose_lead(const Draft& draft, const domain::Incident& incident,
                                     const google::protobuf::RepeatedPtrField<v1::Report>& reports);

/// The valid ward whose outline is nearest the point; ties go to the smaller id. Among `among`, or all where empty.
[[nodiscard]] std::string nearest_ward(const Draft& draft, const v1::Point& point,
                                       const google::protobuf::RepeatedPtrField<std::string>& among);

/// Provisional, and within arbitration_window_s of the first report's receipt.
[[nodiscard]] bool arbitrable(const Draft& draft, const domain::Incident& incident);

/// Gives a just opened incident its lead.
void decide_lead(Draft& draft, const domain::Incident& incident);

/// The new lead's own support ends; of a border incident the old lead gets a duty, already SEEN.
void move_lead(Draft& draft, const domain::Incident& incident, const std::string& to, v1::LeadMoved::Reason why,
               const v1::Decision& decision, bool provisional, std::vector<std::string> marks = {});

/// The same where the rules say who leads: provisional again.
void move_lead(Draft& draft, const domain::Incident& incident, v1::LeadMoved::Reason why, const LeadChoice& choice);

/// The sender must lead. An officer of the lead who acts as lead thereby confirms it.
[[nodiscard]] base::Expected<void> act_as_lead(Draft& draft, const domain::Incident& incident);

/// Offers the lead to another ward, which has handover_s to accept.
void offer_lead(Draft& draft, const domain::Incident& incident, const std::string& to);

[[nodiscard]] base::Expected<void> confirm_lead(Draft& draft, const v1::ConfirmLead& command);
[[nodiscard]] base::Expected<void> claim_lead(Draft& draft, const v1::ClaimLead& command);
[[nodiscard]] base::Expected<void> offer_handover(Draft& draft, const v1::OfferHandover& command);
[[nodiscard]] base::Expected<void> answer_handover(Draft& draft, const v1::AnswerHandover& command);

}  // namespace wardlink::rules
