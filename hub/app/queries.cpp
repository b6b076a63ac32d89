#include "hub/app/queries.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "hub/app/clock_meter.hpp"
#include "hub/app/contents.hpp"
#include "hub/app/visible.hpp"
#include "hub/base/limits.hpp"
#include "hub/base/rejection.hpp"
#include "hub/rules/view.hpp"
#include "proto/text_search.hpp"

namespace wardlink::app {
namespace {

namespace limits = base::limits;

// What a result may hold; the rest of the frame is for what is around it.
constexpr std::size_t result_bytes_max = limits::hub_frame_bytes_max - 4096;
constexpr int page_events_max = 256;
// Rows one request may look at: history pages on where it finds little.
constexpr int reads_a_request = 8;

/// Counts what goes into a result.
class Room {
 public:
  explicit Room(std::size_t bytes) : bytes_(bytes) {}
  [[nodiscard]] bool take(const google::protobuf::Message& message) {
    const std::size_t needed = message.ByteSizeLong() + 16;
    if (needed > bytes_) return false;
    bytes_ -= needed;
    return true;
  }

 private:
  std::size_t bytes_;
};

/// As many of these as there is room for.
template <typename Items>
void add(Items& items, google::protobuf::RepeatedPtrField<typename Items::value_type>& to, Room& room,
         v1::IncidentList& result) {
  for (auto& item : items) {
    if (!room.take(item)) return result.set_truncated(true);
    *to.Add() = std::move(item);
  }
}

void add_map(const domain::State& state, v1::DirectoryResult& result) {
  const auto& geojson = state.geography->geojson();
  if (geojson.size() + result.ByteSizeLong() < result_bytes_max) result.set_geojson(geojson);
}

// A flight is over in minutes: what is on of the small things comes first, what is over of them last.
v1::IncidentList list(const domain::State& state, const std::string& ward, const v1::Query::List& query) {
  v1::IncidentList result;
  Room room(result_bytes_max);
  auto flights = rules::flights(state, ward, rules::Which::on);
  auto patrols = rules::patrols(state, ward, rules::Which::on);
  auto incidents = rules::list(state, ward, query.all());
  add(flights, *result.mutable_flights(), room, result);
  add(patrols, *result.mutable_patrols(), room, result);
  add(incidents, *result.mutable_incidents(), room, result);
  if (!query.all()) return result;
  flights = rules::flights(state, ward, rules::Which::over);
  patrols = rules::patrols(state, ward, rules::Which::over);
  add(flights, *result.mutable_flights(), room, result);
  add(patrols, *result.mutable_patrols(), room, result);
  return result;
}

base::Expected<v1::IncidentStory> show(const domain::State& state, const journal::Journal& journal,
                                       const std::string& ward, const v1::Query::Show& query) {
  const auto* incident = state.incident(query.id());
  auto view = incident == nullptr ? std::nullopt : rules::view(state, *incident, ward);
  if (!view) {
    return base::reject(v1::Rejection::UNKNOWN_ID, "show.id", "There is no such incident.", "Không có vụ việc này.");
  }
  fill_contents(*view, journal, state.cluster);
  Room room(result_bytes_max);
  if (!room.take(*view)) {
    return base::reject(v1::Rejection::TOO_LARGE, "show.id", "The incident has grown too large to be shown.",
                        "Vụ việc đã quá lớn để hiển thị.");
  }
  v1::IncidentStory story;
  journal::EventFilter filter;
  filter.incidents = rules::story_of(*incident);
  // One more than fits tells whether the story goes on; a whole page may be for others.
  for (int reads = 0; !story.truncated(); ++reads) {
    const auto rows = journal.events(state.cluster, filter, limits::read_rows_max);
    for (const auto& row : rows) {
      auto event = in_story(row, ward, view->description_only());
      if (!event) continue;
      if (story.events_size() == page_events_max || !room.take(*event)) {
        story.set_truncated(true);
        break;
      }
      *story.add_events() = *std::move(event);
    }
    if (rows.size() < limits::read_rows_max) break;
    filter.after_seq = rows.back().event().seq();
    if (reads == reads_a_request) story.set_truncated(true);
  }
  *story.mutable_incident() = *std::move(view);
  return story;
}

journal::EventFilter filter_of(const domain::State& state, const v1::Query::History& query) {
  journal::EventFilter filter;
  filter.after_seq = query.after_seq();
  if (!query.kind().empty()) filter.kinds = {query.kind()};
  if (query.has_since()) filter.since = sane_time(query.since());
  if (query.has_until()) filter.until = sane_time(query.until());
  if (!query.incident().empty()) {
    const auto* incident = state.incident(query.incident());
    filter.incidents = incident == nullptr ? std::vector{query.incident()} : rules::story_of(*incident);
  }
  return filter;
}

base::Expected<v1::EventPage> history(const domain::State& state, const journal::Journal& journal,
                                      const std::string& ward, const v1::Query::History& query) {
  for (const auto& [name, stamp] : {std::pair("history.since", query.since()), {"history.until", query.until()}}) {
    if (sane_time(stamp)) continue;
    return base::reject(v1::Rejection::INVALID, name, "This is no time.", "Thời gian không hợp lệ.");
  }
  v1::EventPage page;
  const std::string wanted = proto::fold(query.text());
  auto filter = filter_of(state, query);
  Room room(result_bytes_max);
  for (int reads = 0; reads < reads_a_request; ++reads) {
    const auto rows = journal.events(state.cluster, filter, limits::read_rows_max);
    for (const auto& row : rows) {
      auto event = in_history(state, row, ward);
      if (event && proto::mentions(*event, wanted)) {
        if (page.events_size() == page_events_max || !room.take(*event)) {
          page.set_next_after_seq(filter.after_seq);
          return page;
        }
        *page.add_events() = *std::move(event);
      }
      filter.after_seq = row.event().seq();
    }
    if (rows.size() < limits::read_rows_max) return page;
  }
  page.set_next_after_seq(filter.after_seq);
  return page;
}

template <typename Outcome>
void put(base::Expected<Outcome> outcome, Outcome& into, v1::QueryResult& result) {
  if (outcome) {
    into = *std::move(outcome);
  } else {
    *result.mutable_rejected() = std::move(outcome.error());  // takes the place of `into`
  }
}

}  // namespace

v1::QueryResult answer(const domain::State& durable, const journal::Journal& journal, const std::string& ward,
                       const v1::Query& query) {
  v1::QueryResult result;
  result.set_id(query.id());
  switch (query.kind_case()) {
    case v1::Query::kList:
      *result.mutable_list() = list(durable, ward, query.list());
      break;
    case v1::Query::kShow:
      put(show(durable, journal, ward, query.show()), *result.mutable_show(), result);
      break;
    case v1::Query::kHistory:
      put(history(durable, journal, ward, query.history()), *result.mutable_history(), result);
      break;
    case v1::Query::kDirectory:
      *result.mutable_directory() = rules::directory(durable);
      if (query.directory().map()) add_map(durable, *result.mutable_directory());
      break;
    case v1::Query::KIND_NOT_SET:
      break;
  }
  return result;
}

}  // namespace wardlink::app
