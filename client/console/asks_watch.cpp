// The requests of whoever keeps the watch: signing in and out, alarms, sound, the shift log.
#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

#include "client/console/asks.hpp"
#include "client/console/rejections.hpp"
#include "client/link/uuid.hpp"

namespace wardlink::console {
namespace {

namespace asio = boost::asio;
using v1::ConsoleAnswer;
using v1::LogEntry;
using v1::Rejection;

ConsoleAnswer refused(v1::Rejection rejection) {
  ConsoleAnswer answer;
  *answer.mutable_rejected() = std::move(rejection);
  return answer;
}

ConsoleAnswer done() {
  ConsoleAnswer answer;
  answer.mutable_done();
  return answer;
}

LogEntry entry(LogEntry::Kind kind) {
  LogEntry made;
  made.set_kind(kind);
  return made;
}

/// As the hub takes content: UTF-8 (json.hpp has seen to that), so many characters, no control but the line break.
bool is_text(const std::string& text) {
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return false;
    if ((byte & 0xc0U) != 0x80U) ++characters;
  }
  return characters <= Asks::text_max;
}

}  // namespace

asio::awaitable<ConsoleAnswer> Asks::sign_in(v1::SignIn asked) {
  const std::string before = desk_.watch.officer();
  auto person = co_await desk_.watch.sign_in(std::move(asked), false);
  if (!person) co_return refused(person.error());
  if (person->role() == v1::OFFICER && !before.empty() && before != person->identity()) {
    LogEntry out = entry(LogEntry::SIGNED_OUT);
    out.set_officer(before);
    desk_.log(std::move(out));
  }
  LogEntry in = entry(LogEntry::SIGNED_IN);
  in.set_officer(person->identity());
  desk_.log(std::move(in));
  desk_.shown_anew();
  co_return done();
}

ConsoleAnswer Asks::sign_out(bool admin_only) {
  const std::string officer = desk_.watch.sign_out(admin_only);
  if (!officer.empty()) {
    LogEntry out = entry(LogEntry::SIGNED_OUT);
    out.set_officer(officer);
    desk_.log(std::move(out));
  }
  desk_.shown_anew();
  return done();
}

asio::awaitable<ConsoleAnswer> Asks::hand_over(v1::ShiftHandOver asked) {
  if (!is_text(asked.text())) co_return refused(rejection(Rejection::INVALID, text_invalid, "text"));
  if (asked.incidents_size() > incidents_max) {
    co_return refused(rejection(Rejection::TOO_LARGE, too_many_incidents, "incidents"));
  }
  const std::string from = desk_.watch.officer();
  auto person = co_await desk_.watch.sign_in(std::move(*asked.mutable_to()), true);
  if (!person) co_return refused(person.error());
  LogEntry handed = entry(LogEntry::HANDED_OVER);
  handed.set_officer(from);
  handed.set_to(person->identity());
  handed.set_text(asked.text());
  *handed.mutable_incidents() = asked.incidents();
  desk_.log(std::move(handed));
  if (asked.sound_heard()) desk_.log(entry(LogEntry::SOUND_HEARD));
  desk_.shown_anew();
  co_return done();
}

ConsoleAnswer Asks::acknowledge(const v1::Acknowledge& asked) {
  const auto now = link::Moment::now().wall;
  for (const std::string& id : asked.alarms()) {
    const auto alarm = desk_.alarms.acknowledge(id);
    if (!alarm) continue;
    // It is silent whatever the disk says; after a restart it would sound once more.
    if (auto kept = desk_.records.acknowledge(id, alarm->seq()); !kept) desk_.store_failed(kept.error());
    LogEntry heard = entry(LogEntry::ACKNOWLEDGED);
    *heard.mutable_alarm() = *alarm;
    const auto after = now - link::from_proto(alarm->sounded_at());
    heard.set_after_s(static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(std::chrono::floor<std::chrono::seconds>(after).count(), 0, UINT32_MAX)));
    desk_.log(std::move(heard));
    if (alarm->kind() == v1::Alarm::SUPPORT) say_seen(*alarm);
  }
  desk_.alarms.settle(desk_.standing, now);
  desk_.touched();
  return done();
}

void Asks::say_seen(const v1::Alarm& alarm) {
  const v1::Incident* const incident = desk_.standing.incident(alarm.incident());
  if (incident == nullptr) return;
  const bool unseen = std::ranges::any_of(incident->supports(), [&](const v1::Support& support) {
    return alarm.id() == "support:" + support.id() &&
           (support.state() == v1::Support::SENT || support.state() == v1::Support::DELIVERED);
  });
  if (!unseen) return;
  v1::Submit submit;
  submit.set_id(link::new_uuid_v7());
  auto& seen = *submit.mutable_command()->mutable_answer_support();
  seen.set_incident(alarm.incident());
  seen.set_state(v1::Support::SEEN);
  const auto put = desk_.service.submit(submit, desk_.watch.sender());
  if (put.kind == link::Outbox::Put::Kind::queued) desk_.expect_receipt(submit.id());
}

ConsoleAnswer Asks::quiet() {
  desk_.alarms.quiet(link::Moment::now().wall);
  desk_.log(entry(LogEntry::QUIETED));
  desk_.touched();
  return done();
}

ConsoleAnswer Asks::sound_test(bool heard) {
  if (heard) {
    if (!desk_.log(entry(LogEntry::SOUND_HEARD))) return refused(rejection(Rejection::UNAVAILABLE, store_failed));
  } else if (!desk_.sounder.test()) {
    desk_.touched();
    return refused(rejection(Rejection::UNAVAILABLE, no_sound_command));
  }
  desk_.touched();
  return done();
}

ConsoleAnswer Asks::log(const v1::LogQuery& query) {
  auto page = desk_.records.page(query);
  if (!page) {
    desk_.store_failed(page.error());
    return refused(rejection(Rejection::UNAVAILABLE, store_failed));
  }
  ConsoleAnswer answer;
  *answer.mutable_log() = std::move(*page);
  return answer;
}

ConsoleAnswer Asks::note(const std::string& text) {
  if (text.empty() || !is_text(text)) return refused(rejection(Rejection::INVALID, text_invalid, "text"));
  LogEntry noted = entry(LogEntry::NOTED);
  noted.set_text(text);
  if (!desk_.log(std::move(noted))) return refused(rejection(Rejection::UNAVAILABLE, store_failed));
  return done();
}

}  // namespace wardlink::console
