#include "hub/app/snapshot.hpp"

#include <chrono>

#include "hub/app/contents.hpp"
#include "hub/app/visible.hpp"
#include "hub/base/limits.hpp"
#include "hub/fanout/frames.hpp"
#include "hub/rules/audience.hpp"
#include "hub/rules/view.hpp"
#include "proto/framing.hpp"

namespace wardlink::app {
namespace {

namespace limits = base::limits;

constexpr std::size_t part_bytes_max = limits::write_batch_bytes;  // sent as soon as it is over
constexpr std::size_t rows_a_read = 64;
constexpr int reads_a_fill = 16;

}  // namespace

Snapshot::Snapshot(const domain::State& durable, const std::string& ward, base::Time now)
    : cluster_(durable.cluster), ward_(ward), seq_(durable.seq), sightings_since_(now - std::chrono::days{1}) {
  for (auto& flight : rules::flights(durable, ward, rules::Which::on)) {
    const auto* incident = durable.incident(flight.incident());
    const bool by_itself = rules::sight(durable, *incident, ward) == rules::Sight::none;
    flights_.push_back({std::move(flight), by_itself});
  }
  patrols_ = rules::patrols(durable, ward, rules::Which::on);
  for (auto views : {rules::list(durable, ward, false), rules::resolved(durable, ward)}) {
    for (auto& view : views) {
      auto story = rules::story_of(*durable.incident(view.id()));
      incidents_.push_back({std::move(view), std::move(story)});
    }
  }
  auto directory = rules::directory(durable);
  for (auto& station : *directory.mutable_wards()) stations_.push_back(std::move(station));
}

bool Snapshot::fill(const journal::Journal& journal, const fanout::Present& present, std::string& out,
                    std::size_t bytes_max) {
  for (int reads = 0; reads < reads_a_fill && out.size() < bytes_max; ++reads) {
    switch (stage_) {
      case Stage::flights:
        if (flights_.empty()) {
          stage_ = Stage::incidents;
        } else {
          add_flight(journal, present, out);
        }
        break;
      case Stage::incidents:
        if (incidents_.empty()) {
          stage_ = Stage::hotspots;
        } else {
          add_incident(journal, present, out);
        }
        break;
      case Stage::hotspots:
        add_recorded(journal, present, out, Stage::sightings);
        break;
      case Stage::sightings:
        add_recorded(journal, present, out, Stage::patrols);
        break;
      case Stage::patrols:
        for (auto& patrol : patrols_) {
          part_bytes_ += patrol.ByteSizeLong();
          *part_.mutable_snapshot()->add_patrols() = std::move(patrol);
          if (part_bytes_ >= part_bytes_max) send(out);
        }
        stage_ = Stage::stations;
        break;
      case Stage::stations:
        part_.mutable_snapshot()->mutable_stations()->Add(stations_.begin(), stations_.end());
        part_.mutable_snapshot()->set_last(true);
        send(out);
        return true;
    }
  }
  return false;
}

/// The flight as it is by now, or a stretch of its own events.
void Snapshot::add_flight(const journal::Journal& journal, const fanout::Present& present, std::string& out) {
  const Alert& alert = flights_.front();
  if (!telling_) {
    auto& view = *part_.mutable_snapshot()->add_flights();
    view = alert.view;
    fanout::tell_as_past(present, view);
    part_bytes_ += view.ByteSizeLong();
    telling_ = alert.by_itself;
    after_seq_ = alert.view.raised_seq() - 1;
    if (!telling_) flights_.pop_front();
    return;
  }
  journal::EventFilter filter;
  filter.after_seq = after_seq_;
  filter.until_seq = seq_;
  filter.kinds = {"flight_raised", "flight_seen_again", "flight_blocked"};
  const auto rows = journal.events(cluster_, filter, rows_a_read);
  std::vector<v1::Event> events;
  for (const auto& row : rows) {
    const auto* recipient = fanout::recipient(row, ward_);
    if (recipient == nullptr || fanout::alert_of(row.event()) != alert.view.id()) continue;
    events.push_back(fanout::seen_by(row.event(), *recipient));
  }
  add_events(std::move(events), present, out);
  if (rows.size() == rows_a_read) {
    after_seq_ = rows.back().event().seq();
  } else {
    flights_.pop_front();
    telling_ = false;
    after_seq_ = 0;
  }
}

/// Its view, or a stretch of its story.
void Snapshot::add_incident(const journal::Journal& journal, const fanout::Present& present, std::string& out) {
  Telling& telling = incidents_.front();
  if (!telling_) {
    fill_contents(telling.view, journal, cluster_);
    *part_.mutable_snapshot()->add_incidents() = telling.view;
    part_bytes_ += telling.view.ByteSizeLong();
    telling_ = true;
    after_seq_ = telling.view.opened_seq() - 1;  // what it absorbed was opened later
    return;
  }
  journal::EventFilter filter;
  filter.after_seq = after_seq_;
  filter.until_seq = seq_;
  filter.incidents = telling.story;
  const auto rows = journal.events(cluster_, filter, rows_a_read);
  std::vector<v1::Event> events;
  for (const auto& row : rows) {
    if (auto event = in_story(row, ward_, telling.view.description_only())) events.push_back(*std::move(event));
  }
  add_events(std::move(events), present, out);
  if (rows.size() == rows_a_read) {
    after_seq_ = rows.back().event().seq();
  } else {
    incidents_.pop_front();
    telling_ = false;
    after_seq_ = 0;
  }
}

/// A stretch of the hot spots or of the day's sightings that the ward was told of.
void Snapshot::add_recorded(const journal::Journal& journal, const fanout::Present& present, std::string& out,
                            Stage next) {
  journal::EventFilter filter;
  filter.after_seq = after_seq_;
  filter.until_seq = seq_;
  filter.kinds = {stage_ == Stage::hotspots ? "hotspot_recorded" : "sighting_recorded"};
  if (stage_ == Stage::sightings) filter.since = sightings_since_;
  const auto rows = journal.events(cluster_, filter, rows_a_read);
  std::vector<v1::Event> events;
  for (const auto& row : rows) {
    if (const auto* recipient = fanout::recipient(row, ward_)) {
      events.push_back(fanout::seen_by(row.event(), *recipient));
    }
  }
  add_events(std::move(events), present, out);
  if (rows.size() == rows_a_read) {
    after_seq_ = rows.back().event().seq();
  } else {
    stage_ = next;
    after_seq_ = 0;
  }
}

void Snapshot::add_events(std::vector<v1::Event> events, const fanout::Present& present, std::string& out) {
  for (auto& event : events) {
    fanout::tell_as_past(present, event);
    part_bytes_ += event.ByteSizeLong();
    *part_.mutable_snapshot()->add_events() = std::move(event);
    if (part_bytes_ >= part_bytes_max) send(out);
  }
}

void Snapshot::send(std::string& out) {
  part_.mutable_snapshot()->set_seq(seq_);
  proto::append_frame(out, part_);
  part_.Clear();
  part_bytes_ = 0;
}

}  // namespace wardlink::app
