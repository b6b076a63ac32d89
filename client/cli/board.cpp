#include "client/cli/board.hpp"

#include <algorithm>

#include "client/cli/event_lines.hpp"
#include "client/cli/event_sentence.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;

string support_words(const v1::Support& support, const Words& words) {
  std::vector<string> details;
  if (support.basis() != v1::Support::DUTY) details.push_back(words.basis(support.basis()));
  details.push_back(words.forces(support.forces()));
  if (support.eta_minutes() > 0) details.push_back(words.say(Say::eta, arg("minutes", support.eta_minutes())));
  details.push_back(words.reason(support.reason()));
  if (!support.answered_by().empty()) {
    details.push_back(words.say(Say::said_by_phone, arg("person", support.answered_by())));
  }
  const string more = join(details, ", ");
  return words.ward(support.ward()) + " " + words.state(support.state()) + words.marks(support.marks()) +
         (more.empty() ? "" : " (" + more + ")");
}

bool wants_answer(const v1::Support& support) {
  return support.state() == v1::Support::SENT || support.state() == v1::Support::DELIVERED ||
         support.state() == v1::Support::SEEN;
}

Lines asks(const v1::Incident& incident, const Words& words, std::string_view us) {
  Lines lines;
  if (us.empty() || incident.state() != v1::Incident::OPEN) return lines;
  const auto ask = [&](Say what) {
    lines.push_back({Tone::asks, "    " + words.say(what, arg("id", short_id(incident.id())))});
  };
  if (incident.lead().ward() == us && incident.lead().provisional()) ask(Say::ask_confirm);
  if (incident.lead().ward().empty()) ask(Say::ask_claim);
  if (incident.handover_to() == us) ask(Say::ask_handover);
  const bool wanted = std::ranges::any_of(
      incident.supports(), [&](const v1::Support& support) { return support.ward() == us && wants_answer(support); });
  if (wanted) ask(Say::ask_support);
  return lines;
}

string lead_line(const v1::Lead& lead, const Words& words) {
  const string basis = words.say(Say::basis, arg("clause", in(words.lang(), lead.clause())), arg("rule", lead.rule()),
                                 arg("version", lead.regulation_version()));
  if (lead.ward().empty()) return words.say(Say::board_no_lead, arg("basis", basis));
  string flags;
  if (lead.provisional()) flags += " (" + words.say(Say::flag_provisional) + ")";
  if (lead.acting()) flags += " (" + words.say(Say::flag_acting) + ")";
  return words.say(Say::board_lead, arg("ward", words.ward(lead.ward())),
                   arg("flags", flags + words.marks(lead.marks())), arg("basis", basis));
}

Tone tone_of(const v1::Incident& incident) {
  if (incident.state() != v1::Incident::OPEN) return Tone::quiet;
  if (incident.severity() >= 4 || incident.assist()) return Tone::flash;
  return incident.severity() == 3 ? Tone::urgent : Tone::plain;
}

}  // namespace

string supports_words(const google::protobuf::RepeatedPtrField<v1::Support>& supports, const Words& words) {
  std::vector<string> parts;
  for (const v1::Support& support : supports) parts.push_back(support_words(support, words));
  return join(parts, "; ");
}

Lines incident_lines(const v1::Incident& incident, const Words& words, std::string_view our_ward) {
  std::vector<string> flags;
  const auto flag = [&](bool holds, const string& text) {
    if (holds) flags.push_back("[" + text + "] ");
  };
  const string mode = words.mode(incident.mode());
  flag(!mode.empty(), mode);
  flag(incident.state() != v1::Incident::OPEN, words.state(incident.state()));
  flag(incident.assist(), words.say(Say::flag_assist));
  flag(incident.sensitive(), words.say(Say::flag_sensitive));
  flag(incident.description_only(), words.say(Say::flag_description_only));

  Lines lines;
  const auto add = [&](string text) { lines.push_back({Tone::plain, "    " + std::move(text)}); };
  lines.push_back(
      {tone_of(incident),
       words.say(Say::board_incident, arg("id", short_id(incident.id())), arg("flags", join(flags, "")),
                 arg("category", words.category(incident.category())),
                 arg("severity", words.severity(incident.severity())), arg("place", words.place(incident.placement())),
                 arg("time", words.time(incident.opened_at())))});
  if (!incident.merged_into().empty()) {
    add(words.say(Say::board_merged_into, arg("incident", short_id(incident.merged_into()))));
  }
  add(lead_line(incident.lead(), words));
  add(incident.supports().empty()
          ? words.say(Say::board_no_support)
          : words.say(Say::board_supports, arg("list", supports_words(incident.supports(), words))));
  if (!incident.handover_to().empty()) {
    add(words.say(Say::board_handover, arg("ward", words.ward(incident.handover_to())),
                  arg("time", words.time(incident.handover_expires_at()))));
  }
  for (const string& other : incident.possible_duplicates()) {
    add(words.say(Say::possible_duplicate, arg("other", short_id(other))));
  }
  if (!incident.call().empty() && incident.state() == v1::Incident::OPEN) {
    lines.push_back({Tone::asks, "    >>> " + words.say(Say::call_now, arg("number", incident.call()))});
  }
  const Lines questions = asks(incident, words, our_ward);
  lines.insert(lines.end(), questions.begin(), questions.end());
  return lines;
}

Lines board_lines(const google::protobuf::RepeatedPtrField<v1::Incident>& incidents, const Words& words,
                  std::string_view our_ward) {
  if (incidents.empty()) return {{Tone::plain, words.say(Say::board_empty)}};
  Lines lines;
  for (const v1::Incident& incident : incidents) {
    const Lines one = incident_lines(incident, words, our_ward);
    lines.insert(lines.end(), one.begin(), one.end());
  }
  lines.push_back({Tone::quiet, words.say(Say::board_count, arg("count", incidents.size()))});
  return lines;
}

Lines story_lines(const v1::IncidentStory& story, const Words& words, std::string_view our_ward) {
  const v1::Incident& incident = story.incident();
  Lines lines{{Tone::quiet, incident.id()}};
  const Lines head = incident_lines(incident, words, our_ward);
  lines.insert(lines.end(), head.begin(), head.end());
  lines.push_back({Tone::plain, words.say(Say::board_reports)});
  for (const v1::Report& report : incident.reports()) {
    const string officer = report.officer().empty() ? "" : " (" + report.officer() + ")";
    std::vector<string> details{words.source(report.source())};
    const auto content = content_parts(report.content(), words);
    details.insert(details.end(), content.begin(), content.end());
    const string more = words.marks(report.marks()) + " · " + join(details, " · ");
    lines.push_back(
        {Tone::plain, "    " + words.say(Say::board_report, arg("report", short_id(report.id())),
                                         arg("ward", words.ward(report.ward()) + officer),
                                         arg("time", words.time(report.credible_at())), arg("details", more))});
  }
  lines.push_back({Tone::plain, words.say(Say::board_story)});
  for (const v1::Event& event : story.events()) {
    const Lines one = event_lines(event, words, our_ward, false);
    lines.insert(lines.end(), one.begin(), one.end());
  }
  if (story.truncated() && !story.events().empty()) {
    lines.push_back({Tone::asks, words.say(Say::board_truncated, arg("id", short_id(incident.id())),
                                           arg("seq", story.events().rbegin()->seq()))});
  }
  return lines;
}

}  // namespace wardlink::cli
