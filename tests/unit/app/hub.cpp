#include "tests/unit/app/hub.hpp"

#include <filesystem>

#include "hub/base/ids.hpp"
#include "proto/framing.hpp"

namespace wardlink::app::test {

std::array<std::uint8_t, 10> CountingRandom::ten_bytes() {
  ++count_;
  std::array<std::uint8_t, 10> bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes[2 + i] = static_cast<std::uint8_t>(count_ >> (8 * (7 - i)));
  return bytes;
}

Peer::~Peer() {
  if (member && member->outlet == this) member->outlet = nullptr;
}

std::vector<v1::HubFrame> Peer::read(std::size_t bytes_max) {
  std::vector<v1::HubFrame> frames;
  while (read_turn(frames, bytes_max)) {
  }
  return frames;
}

bool Peer::read_turn(std::vector<v1::HubFrame>& frames, std::size_t bytes_max) {
  std::string bytes;
  const bool more = core_.fill(*member, bytes, bytes_max);
  proto::FrameReader reader(base::limits::hub_frame_bytes_max);
  for (std::string_view rest = bytes; !rest.empty();) {
    const auto frame = reader.next(rest);
    EXPECT_TRUE(frame && *frame) << "a frame over the limit, or cut";
    if (!frame || !*frame) break;
    EXPECT_TRUE(frames.emplace_back().ParseFromString(std::string(**frame)));
  }
  return more;
}

v1::HubFrame Peer::take_reply() {
  EXPECT_EQ(replies.size(), 1U);
  if (replies.empty()) return {};
  auto reply = std::move(replies.front());
  replies.clear();
  return reply;
}

void Peer::leave() { core_.leave(*member); }

Hub::Hub() {
  const std::filesystem::path folder = std::filesystem::path(WARDLINK_SOURCE_DIR) / "hub/clusters";
  auto loaded = load_cluster({folder / "hoa-do-phuc-vi.geojson", folder / "hoa-do-phuc-vi.toml"});
  if (!loaded) throw std::runtime_error(loaded.error());
  configured_ = *std::move(loaded);
  cluster = configured_.id;
  restart();
}

void Hub::restart() {
  peers_.clear();
  flush_requested = false;
  core = std::make_unique<Core>(Decider::Ports{journal, clock, random, metrics, health},
                                Core::Options{.version = "test"}, [this] {
                                  flush_requested = true;
                                  on_flush_request();
                                });
  auto recovered = recover(journal, cluster);
  EXPECT_TRUE(recovered.has_value());
  const bool empty = !recovered->state.founded();
  EXPECT_TRUE(core->add_cluster(std::move(recovered->state), empty ? &configured_.found : nullptr));
}

Peer& Hub::join(const std::string& ward, v1::Role role, const std::string& name) {
  Peer& peer = peers_.emplace_back(*core);
  PeerInfo info;
  info.identity.set_cluster(cluster);
  info.identity.set_ward(ward);
  info.identity.set_role(role);
  info.identity.set_name(name);
  auto joined = core->join(std::move(info), peer);
  EXPECT_TRUE(joined.has_value());
  peer.member = *joined;
  flush();
  return peer;
}

Peer& Hub::watch(const std::string& ward, v1::Role role, const std::string& name) {
  Peer& peer = join(ward, role, name);
  EXPECT_TRUE(core->subscribe(*peer.member, {}).has_value());
  peer.read();
  EXPECT_TRUE(peer.member->subscription->caught_up());
  return peer;
}

std::string Hub::submit(Peer& peer, const v1::Command& command, std::string id, bool dry_run) {
  if (id.empty()) id = new_id();
  v1::Submit submit;
  submit.set_id(id);
  *submit.mutable_command() = command;
  submit.set_dry_run(dry_run);
  core->submit(peer.member, submit);
  return id;
}

v1::Receipt Hub::done(Peer& peer, const v1::Command& command, const std::string& id) {
  submit(peer, command, id);
  flush();
  return peer.take_receipt();
}

v1::QueryResult Hub::ask(Peer& peer, v1::Query query) {
  query.set_id("q");
  core->query(peer.member, query);
  flush();
  return peer.take_reply().query_result();
}

void Hub::flush() {
  flush_requested = false;
  core->flush();
}

std::string Hub::new_id() { return base::make_uuid_v7(clock.now(), random.ten_bytes()); }

namespace {

v1::Command report(const std::string& text, const std::string& category, std::uint32_t severity) {
  v1::Command command;
  auto& report = *command.mutable_report_incident();
  report.set_mode(v1::ACTUAL);
  report.set_category(category);
  report.set_severity(severity);
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text(text);
  return command;
}

}  // namespace

v1::Command at_bridge(const std::string& text, std::uint32_t severity, const std::string& category) {
  v1::Command command = report(text, category, severity);
  command.mutable_report_incident()->mutable_place()->set_zone("t11");
  return command;
}

v1::Command at_ward(const std::string& ward, const std::string& text, const std::string& category) {
  v1::Command command = report(text, category, 3);
  command.mutable_report_incident()->mutable_place()->set_ward(ward);
  return command;
}

v1::Command hotspot(const std::string& ward, const std::string& text) {
  v1::Command command;
  auto& report = *command.mutable_report_hotspot();
  report.set_mode(v1::ACTUAL);
  report.set_category("drugs");
  report.set_source(v1::PATROL);
  report.mutable_place()->set_ward(ward);
  report.mutable_content()->set_text(text);
  return command;
}

v1::Command sighting(const std::string& ward, const std::string& text) {
  v1::Command command;
  auto& report = *command.mutable_report_sighting();
  report.set_mode(v1::ACTUAL);
  report.set_kind(v1::ReportSighting::PERSON);
  report.set_source(v1::PATROL);
  report.mutable_place()->set_ward(ward);
  report.mutable_content()->set_text(text);
  return command;
}

v1::Command note(const std::string& incident, const std::string& text) {
  v1::Command command;
  command.mutable_note_incident()->set_incident(incident);
  command.mutable_note_incident()->mutable_content()->set_text(text);
  return command;
}

v1::Command ask_support(const std::string& incident, const std::string& ward) {
  v1::Command command;
  command.mutable_request_support()->set_incident(incident);
  command.mutable_request_support()->add_wards(ward);
  return command;
}

v1::Command answer_support(const std::string& incident, v1::Support::State state, const std::string& reason) {
  v1::Command command;
  command.mutable_answer_support()->set_incident(incident);
  command.mutable_answer_support()->set_state(state);
  command.mutable_answer_support()->set_reason(reason);
  return command;
}

std::string opened_incident(const v1::Receipt& receipt) {
  for (const auto& event : receipt.accepted().events()) {
    if (event.has_incident_opened()) return event.incident();
  }
  ADD_FAILURE() << "nothing was opened: " << receipt.ShortDebugString();
  return {};
}

std::vector<std::uint64_t> event_seqs(const std::vector<v1::HubFrame>& frames) {
  std::vector<std::uint64_t> seqs;
  for (const auto& frame : frames) {
    if (frame.has_event()) seqs.push_back(frame.event().seq());
  }
  return seqs;
}

}  // namespace wardlink::app::test
