#include "client/cli/event_lines.hpp"

#include <algorithm>

#include "client/cli/event_sentence.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;

Tone tone_of(v1::Urgency urgency) {
  if (urgency == v1::FLASH) return Tone::flash;
  return urgency == v1::URGENT ? Tone::urgent : Tone::plain;
}

// What an alarm that is repeated still wants.
Say asked_again(const v1::Escalated& escalated, std::string_view our_ward) {
  const bool about_us = std::ranges::find(escalated.wards(), our_ward) != escalated.wards().end();
  switch (escalated.cause()) {
    case v1::Escalated::UNCONFIRMED:
      return Say::ask_confirm;
    case v1::Escalated::UNCLAIMED:
      return Say::ask_claim;
    case v1::Escalated::UNSEEN:
      return Say::ask_support;
    case v1::Escalated::ACTING_EXHAUSTED:
      return about_us ? Say::ask_answer : Say::ask_act;
    default:
      return Say::ask_answer;
  }
}

}  // namespace

string asked_of(const v1::Event& event, const Words& words, std::string_view our_ward) {
  const bool alarmed = !our_ward.empty() && std::ranges::find(event.alarms(), our_ward) != event.alarms().end();
  const auto ask = [&](Say what) { return words.say(what, arg("id", short_id(event.incident()))); };
  switch (event.body_case()) {
    case v1::Event::kSupportOpened:
      // A silent duty (severity 1 and 2) is asked of us all the same.
      if (event.support_opened().support().ward() != our_ward || our_ward.empty()) break;
      return event.support_opened().support().state() == v1::Support::SENT ? ask(Say::ask_support) : "";
    case v1::Event::kLeadDecided:
      if (!alarmed) break;
      return ask(event.lead_decided().ward().empty() ? Say::ask_claim : Say::ask_confirm);
    case v1::Event::kLeadMoved:
      if (alarmed && event.lead_moved().to() == our_ward) return ask(Say::ask_confirm);
      break;
    case v1::Event::kHandoverOffered:
      if (alarmed && event.handover_offered().to() == our_ward) return ask(Say::ask_handover);
      break;
    case v1::Event::kEscalated:
      if (alarmed) return ask(asked_again(event.escalated(), our_ward));
      break;
    case v1::Event::kActingAsked:
      if (alarmed && event.acting_asked().ward() == our_ward) return ask(Say::ask_act);
      break;
    case v1::Event::kFlightRaised:
      if (alarmed) return words.say(Say::ask_block, arg("id", short_id(event.flight_raised().flight().id())));
      break;
    case v1::Event::kFlightSeenAgain:
      if (alarmed) return words.say(Say::ask_block, arg("id", short_id(event.flight_seen_again().flight().id())));
      break;
    case v1::Event::kSupportExhausted:
      if (alarmed) return ask(Say::ask_exhausted);
      break;
    default:
      break;
  }
  return alarmed && !event.incident().empty() ? ask(Say::ask_answer) : "";
}

Lines event_lines(const v1::Event& event, const Words& words, std::string_view our_ward, bool now_asks) {
  const EventSentence told = event_sentence(event, words);
  const string mode = words.mode(event.mode());
  const string loud = event.urgency() == v1::ROUTINE ? "" : words.urgency(event.urgency());
  Lines lines{{tone_of(event.urgency()),
               join({words.time(event.time()), mode.empty() ? "" : "[" + mode + "]", loud, short_id(event.incident()),
                     told.sentence.empty() ? "#" + std::to_string(event.seq()) : told.sentence},
                    "  ")}};
  auto details = content_parts(event.content(), words);
  details.insert(details.end(), told.details.begin(), told.details.end());
  if (!now_asks) details.push_back(told.call);
  if (string below = join(details, " · "); !below.empty()) lines.push_back({Tone::plain, "    " + below});
  if (now_asks) {
    if (!told.call.empty()) lines.push_back({Tone::asks, "    >>> " + told.call});
    if (string ask = asked_of(event, words, our_ward); !ask.empty()) lines.push_back({Tone::asks, "    " + ask});
  }
  return lines;
}

}  // namespace wardlink::cli
