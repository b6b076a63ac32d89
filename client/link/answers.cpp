#include "client/link/answers.hpp"

#include <string>
#include <utility>

#include "proto/text_search.hpp"

namespace wardlink::link {
namespace {

// A frame's room, as the hub's: what goes around a result is small.
constexpr std::size_t result_bytes_max = std::size_t{1024} * 1024 - 8192;
constexpr int page_events_max = 256;
// Rows one request may look at, in reads of EventFilter::rows_max.
constexpr int reads_a_request = 8;

class Room {
 public:
  [[nodiscard]] bool take(const google::protobuf::Message& message) {
    const std::size_t needed = message.ByteSizeLong() + 16;
    if (needed > left_) return false;
    left_ -= needed;
    return true;
  }

 private:
  std::size_t left_ = result_bytes_max;
};

v1::Rejection reject(v1::Rejection::Code code, const char* field, const char* message, const char* message_vi) {
  v1::Rejection rejection;
  rejection.set_code(code);
  rejection.set_field(field);
  rejection.set_message(message);
  rejection.set_message_vi(message_vi);
  return rejection;
}

Stored<void> list(const CopyStore& copy, const v1::Query::List& query, v1::IncidentList& result) {
  auto incidents = copy.incidents();
  if (!incidents) return std::unexpected(incidents.error());
  Room room;
  for (auto& incident : *incidents) {
    if (!query.all() && incident.state() != v1::Incident::OPEN) continue;
    if (!room.take(incident)) {
      result.set_truncated(true);
      return {};
    }
    *result.add_incidents() = std::move(incident);
  }
  auto flights = copy.flights();
  if (!flights) return std::unexpected(flights.error());
  for (auto& flight : *flights) {
    if (query.all() || flight.end() == v1::Flight::END_UNSPECIFIED) *result.add_flights() = std::move(flight);
  }
  auto patrols = copy.patrols();
  if (!patrols) return std::unexpected(patrols.error());
  for (auto& patrol : *patrols) {
    if (query.all() || patrol.end() == v1::Patrol::END_UNSPECIFIED) *result.add_patrols() = std::move(patrol);
  }
  return {};
}

/// True: there are more than fit.
bool put(std::vector<v1::Event>&& events, Room& room, google::protobuf::RepeatedPtrField<v1::Event>& into) {
  for (auto& event : events) {
    if (into.size() == page_events_max || !room.take(event)) return true;
    *into.Add() = std::move(event);
  }
  return false;
}

Stored<void> show(const CopyStore& copy, const v1::Query::Show& query, v1::QueryResult& result) {
  auto incident = copy.incident(query.id());
  if (!incident) return std::unexpected(incident.error());
  if (!*incident) {
    *result.mutable_rejected() = reject(v1::Rejection::UNKNOWN_ID, "show.id", "The local copy has no such incident.",
                                        "Bản sao tại trạm không có vụ việc này.");
    return {};
  }
  auto events = copy.events({.incident = query.id(), .rows_max = page_events_max + 1});
  if (!events) return std::unexpected(events.error());
  v1::IncidentStory& story = *result.mutable_show();
  Room room;
  (void)room.take(**incident);
  *story.mutable_incident() = std::move(**incident);
  story.set_truncated(put(std::move(*events), room, *story.mutable_events()));
  return {};
}

Stored<void> history(const CopyStore& copy, const v1::Query::History& query, v1::QueryResult& result) {
  EventFilter filter{.after_seq = query.after_seq(), .incident = query.incident(), .kind = query.kind()};
  if (query.has_since()) filter.since = from_proto(query.since());
  if (query.has_until()) filter.until = from_proto(query.until());
  const std::string wanted = proto::fold(query.text());
  v1::EventPage& page = *result.mutable_history();
  Room room;
  // What is found may be far apart: a page ends with what was looked at, too.
  for (int reads = 0; reads < reads_a_request; ++reads) {
    auto events = copy.events(filter);
    if (!events) return std::unexpected(events.error());
    for (auto& event : *events) {
      const auto seq = event.seq();
      if (proto::mentions(event, wanted)) {
        if (page.events_size() == page_events_max || !room.take(event)) {
          page.set_next_after_seq(filter.after_seq);
          return {};
        }
        *page.add_events() = std::move(event);
      }
      filter.after_seq = seq;
    }
    if (events->size() < filter.rows_max) return {};
  }
  page.set_next_after_seq(filter.after_seq);
  return {};
}

}  // namespace

Stored<v1::QueryResult> answer(const CopyStore& copy, const v1::Query& query) {
  v1::QueryResult result;
  result.set_id(query.id());
  Stored<void> done;
  switch (query.kind_case()) {
    case v1::Query::kList:
      done = list(copy, query.list(), *result.mutable_list());
      break;
    case v1::Query::kShow:
      done = show(copy, query.show(), result);
      break;
    case v1::Query::kHistory:
      done = history(copy, query.history(), result);
      break;
    case v1::Query::kDirectory: {
      auto directory = copy.directory();
      if (!directory) return std::unexpected(directory.error());
      if (!directory->cluster().empty()) *result.mutable_directory() = std::move(*directory);
      break;
    }
    case v1::Query::KIND_NOT_SET:
      break;
  }
  if (!done) return std::unexpected(done.error());
  return result;
}

}  // namespace wardlink::link
