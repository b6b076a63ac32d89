#include "tests/fuzz/sample.hpp"

#include <fstream>
#include <iterator>

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "hub/rules/apply.hpp"
#include "hub/rules/decide.hpp"

namespace wardlink::fuzz {

std::string source_file(std::string_view path) {
  std::ifstream file(std::string(WARDLINK_SOURCE_DIR "/") + std::string(path), std::ios::binary);
  base::check(file.good(), path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const domain::State& founded() {
  static const domain::State state = [] {
    v1::HubCommand command;
    auto& found = *command.mutable_found();
    found.set_geojson(source_file("hub/clusters/hoa-do-phuc-vi.geojson"));
    found.set_regulation_toml(source_file("hub/clusters/hoa-do-phuc-vi.toml"));
    const auto regulation = domain::Regulation::parse(found.regulation_toml()).value();
    const auto geography = domain::Geography::parse(found.geojson(), regulation.limits).value();
    *found.mutable_origin() = geography.plane().origin;
    found.set_metres_per_lat_e7(geography.plane().metres_per_lat_e7);
    found.set_metres_per_lon_e7(geography.plane().metres_per_lon_e7);
    domain::State empty;
    empty.cluster = geography.id();
    act(empty, command, founded_at);
    return empty;
  }();
  return state;
}

void act(domain::State& state, const v1::HubCommand& command, base::Time now) {
  rules::Envelope envelope;
  envelope.sender.set_cluster(state.cluster);
  envelope.sender.set_role(v1::HUB);
  envelope.command_id = base::make_uuid_v7(now, {});
  const auto events = rules::decide(state, envelope, command, now);
  base::check(events.has_value(), "the hub's own command was refused");
  if (!events->empty()) commit(state, envelope.sender, envelope.command_id, *events, now);
}

void commit(domain::State& state, const v1::Identity& sender, const std::string& command_id,
            const std::vector<v1::StoredEvent>& events, base::Time now) {
  v1::EntryHeader entry;
  entry.set_cluster(state.cluster);
  entry.set_number(state.entries + 1);
  entry.set_first_seq(events.front().event().seq());
  entry.set_last_seq(events.back().event().seq());
  *entry.mutable_time() = base::to_proto(now);
  *entry.mutable_sender() = sender;
  entry.set_command_id(command_id);
  for (const auto& stored : events) {
    auto& kept = *entry.add_events();
    kept = stored;
    kept.mutable_event()->clear_content();
  }
  rules::apply(state, entry);
}

}  // namespace wardlink::fuzz
