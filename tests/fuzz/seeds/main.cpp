// Writes the seeds of the fuzzers into a folder, one folder a target: make_fuzz_seeds tests/fuzz/corpus
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "hub/base/ids.hpp"
#include "hub/base/panic.hpp"
#include "hub/journal/anchor.hpp"
#include "hub/journal/chain.hpp"
#include "hub/rules/decide.hpp"
#include "proto/framing.hpp"
#include "tests/fuzz/sample.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::fuzz {
namespace {

namespace fs = std::filesystem;

fs::path corpus;

void write(const char* target, const char* name, const std::string& bytes) {
  fs::create_directories(corpus / target);
  std::ofstream(corpus / target / name, std::ios::binary) << bytes;
}

std::string framed(const google::protobuf::MessageLite& message) {
  std::string bytes;
  proto::append_frame(bytes, message);
  return bytes;
}

// ---- what clients send

enum Ward : unsigned { cong_vi, nghia_do, quan_hoa, vinh_phuc };  // by their ids
enum Role : unsigned { officer, station, admin, delivery };

/// What the target client_frame reads, and what comes of it, so that later frames can name what earlier ones made.
class Evening {
 public:
  /// `pause`: 15 s times its square, 0 to 15. Answers with the incident of the first event.
  std::string submit(Ward ward, Role role, const v1::Command& command, unsigned pause = 0) {
    control(ward, role, pause);
    v1::ClientFrame frame;
    frame.mutable_submit()->set_id(next_id());
    *frame.mutable_submit()->mutable_command() = command;
    bytes += framed(frame);
    rules::Envelope envelope{.sender = who(ward, role), .command_id = frame.submit().id(), .clock_measured = true};
    const auto decided = rules::decide(state_, envelope, command, now_);
    if (!decided) return {};
    commit(state_, envelope.sender, envelope.command_id, *decided, now_);
    return decided->front().event().incident();
  }
  void send(Ward ward, Role role, const v1::ClientFrame& frame) {
    control(ward, role, 0);
    bytes += framed(frame);
  }
  void delivered(Ward ward) { control(ward, delivery, 0); }

  std::string bytes;

 private:
  void control(Ward ward, Role role, unsigned pause) {
    bytes.push_back(static_cast<char>(ward | role << 2 | pause << 4));
    now_ += std::chrono::seconds(15 * pause * pause);
  }
  std::string next_id() { return base::make_uuid_v7(founded_at, {0, 0, 0, 0, 0, 0, 0, 0, 0, ++commands_}); }
  v1::Identity who(Ward ward, Role role) const {
    v1::Identity who;
    who.set_cluster(state_.cluster);
    who.set_ward(state_.geography->wards().at(ward).id);
    who.set_role(role == officer ? v1::OFFICER : v1::STATION);
    who.set_name("an");
    return who;
  }

  domain::State state_ = founded();
  base::Time now_ = founded_at;
  std::uint8_t commands_ = 0;
};

v1::Place at(std::int32_t lat_e7, std::int32_t lon_e7) {
  v1::Place place;
  place.mutable_point()->set_lat_e7(lat_e7);
  place.mutable_point()->set_lon_e7(lon_e7);
  place.set_radius_m(10);
  return place;
}
v1::Place on_the_bridge() { return at(210'401'000, 1'058'063'000); }
v1::Place deep_in_nghia_do() { return at(210'475'000, 1'058'000'000); }

v1::Command report(const v1::Place& place, const char* category, std::uint32_t severity) {
  v1::Command command;
  auto& report = *command.mutable_report_incident();
  report.set_mode(v1::ACTUAL);
  report.set_category(category);
  report.set_severity(severity);
  *report.mutable_place() = place;
  report.set_source(v1::PATROL);
  report.mutable_content()->set_text("hai nhóm xô xát");
  report.mutable_content()->add_plates("29A-123.45");
  return command;
}

v1::Command answer(const std::string& incident, v1::Support::State state) {
  v1::Command command;
  auto& answer = *command.mutable_answer_support();
  answer.set_incident(incident);
  answer.set_state(state);
  if (state == v1::Support::DECLINED || state == v1::Support::WITHDRAWN) answer.set_reason("đang bận");
  if (state == v1::Support::ACCEPTED) {
    answer.set_eta_minutes(5);
    auto& force = *answer.add_forces();
    force.set_kind(v1::Force::POLICE);
    force.set_count(2);
  }
  return command;
}

template <typename Set>
v1::Command command(Set set) {
  v1::Command command;
  set(command);
  return command;
}

void brawl_on_the_bridge() {
  Evening evening;
  const auto brawl = evening.submit(quan_hoa, officer, report(on_the_bridge(), "disorder", 4));
  auto earlier = report(on_the_bridge(), "disorder", 5);
  *earlier.mutable_report_incident()->mutable_detected_at()->mutable_time() =
      base::to_proto(founded_at - std::chrono::seconds{30});
  earlier.mutable_report_incident()->mutable_detected_at()->set_source(v1::DEVICE);
  evening.submit(vinh_phuc, officer, earlier);
  evening.submit(vinh_phuc, station, command([&](auto& c) { c.mutable_confirm_lead()->set_incident(brawl); }));
  evening.delivered(nghia_do);
  evening.submit(nghia_do, station, answer(brawl, v1::Support::SEEN));
  evening.submit(nghia_do, officer, answer(brawl, v1::Support::ACCEPTED), 1);
  evening.submit(nghia_do, officer, answer(brawl, v1::Support::EN_ROUTE));
  evening.submit(nghia_do, officer, answer(brawl, v1::Support::ON_SCENE), 2);
  evening.submit(cong_vi, officer, answer(brawl, v1::Support::DECLINED));
  evening.submit(vinh_phuc, officer, command([&](auto& c) {
                   c.mutable_note_incident()->set_incident(brawl);
                   c.mutable_note_incident()->mutable_content()->set_text("đã ổn định");
                 }));
  evening.submit(vinh_phuc, officer, command([&](auto& c) {
                   c.mutable_offer_handover()->set_incident(brawl);
                   c.mutable_offer_handover()->set_to_ward("quan-hoa");
                 }));
  evening.submit(quan_hoa, officer, command([&](auto& c) {
                   c.mutable_answer_handover()->set_incident(brawl);
                   c.mutable_answer_handover()->set_accept(true);
                 }));
  evening.submit(quan_hoa, officer, command([&](auto& c) { c.mutable_resolve_incident()->set_incident(brawl); }));
  evening.submit(quan_hoa, officer, command([&](auto& c) { c.mutable_reopen_incident()->set_incident(brawl); }), 4);
  evening.submit(quan_hoa, officer, command([&](auto& c) { c.mutable_close_incident()->set_incident(brawl); }));
  write("client_frame", "brawl-on-the-bridge", evening.bytes);
}

void theft_inside_a_ward() {
  Evening evening;
  const auto theft = evening.submit(quan_hoa, officer, report(deep_in_nghia_do(), "theft", 3));
  const auto request = [&](bool automatic) {
    return command([&](v1::Command& c) {
      auto& request = *c.mutable_request_support();
      request.set_incident(theft);
      request.set_auto_(automatic);
      if (!automatic) request.add_wards("cong-vi");
      auto& force = *request.add_forces();
      force.set_kind(v1::Force::VEHICLE);
      force.set_count(1);
    });
  };
  evening.submit(quan_hoa, officer, request(true));  // not the lead
  evening.submit(nghia_do, officer, request(true));
  evening.submit(nghia_do, officer, request(false), 1);
  evening.submit(nghia_do, officer, command([&](auto& c) {
                   auto& said = *c.mutable_record_answer();
                   said.set_incident(theft);
                   said.set_ward("cong-vi");
                   said.set_said_by("anh Bình");
                   said.set_state(v1::Support::ACCEPTED);
                 }));
  evening.submit(nghia_do, officer, command([&](auto& c) {
                   c.mutable_cancel_support()->set_incident(theft);
                   c.mutable_cancel_support()->set_ward("quan-hoa");
                 }));
  evening.submit(cong_vi, officer, answer(theft, v1::Support::ON_SCENE));
  evening.submit(nghia_do, officer, command([&](auto& c) {
                   c.mutable_release_support()->set_incident(theft);
                   c.mutable_release_support()->set_ward("cong-vi");
                 }));
  evening.submit(nghia_do, officer, command([&](auto& c) {
                   c.mutable_correct_incident()->set_incident(theft);
                   *c.mutable_correct_incident()->mutable_place() = on_the_bridge();
                   c.mutable_correct_incident()->set_sensitive(true);
                 }),
                 5);
  write("client_frame", "theft-inside-a-ward", evening.bytes);
}

void two_that_are_one() {
  Evening evening;
  const auto first = evening.submit(quan_hoa, officer, report(on_the_bridge(), "disorder", 3));
  const auto second = evening.submit(nghia_do, officer, report(on_the_bridge(), "robbery", 4));
  evening.submit(quan_hoa, officer, command([&](auto& c) {
                   c.mutable_merge_incidents()->set_incident(second);
                   c.mutable_merge_incidents()->set_into(first);
                 }));
  auto same = report(deep_in_nghia_do(), "accident", 5);
  same.mutable_report_incident()->set_same_as(first);
  same.mutable_report_incident()->set_assist(true);
  evening.submit(cong_vi, officer, same);
  auto outside = report(at(210'300'000, 1'058'200'000), "missing_person", 2);
  const auto lost = evening.submit(cong_vi, station, outside, 15);
  evening.submit(cong_vi, officer, command([&](auto& c) { c.mutable_claim_lead()->set_incident(lost); }), 3);
  write("client_frame", "two-that-are-one", evening.bytes);
}

void what_was_seen() {
  Evening evening;
  evening.submit(quan_hoa, station, command([](auto& c) {
                   auto& sighting = *c.mutable_report_sighting();
                   sighting.set_mode(v1::EXERCISE);
                   sighting.set_kind(v1::ReportSighting::VEHICLE);
                   *sighting.mutable_place() = on_the_bridge();
                   sighting.set_source(v1::CAMERA);
                   sighting.mutable_content()->add_plates("29B1-999.99");
                   sighting.add_share_with("cong-vi");
                 }));
  evening.submit(vinh_phuc, officer, command([](auto& c) {
                   auto& hotspot = *c.mutable_report_hotspot();
                   hotspot.set_mode(v1::TEST);
                   hotspot.set_category("drugs");
                   hotspot.set_sensitive(true);
                   hotspot.mutable_place()->set_landmark("cau-t11");
                   hotspot.set_source(v1::CITIZEN);
                   hotspot.mutable_content()->set_sensitive_text("tụ tập ban đêm");
                 }));
  v1::ClientFrame frame;
  frame.mutable_query()->mutable_history()->set_text("xô xát");
  frame.mutable_query()->mutable_history()->set_kind("incident_opened");
  evening.send(quan_hoa, officer, frame);
  frame.mutable_hello()->set_client("wardlink 0.1.0");
  *frame.mutable_hello()->mutable_client_time() = base::to_proto(founded_at);
  evening.send(quan_hoa, station, frame);
  frame.mutable_subscribe()->set_after_seq(7);
  evening.send(quan_hoa, station, frame);
  frame.mutable_admin()->mutable_status();
  evening.send(cong_vi, admin, frame);
  evening.submit(cong_vi, admin, report(on_the_bridge(), "theft", 1));
  write("client_frame", "what-was-seen", evening.bytes);
}

// ---- what a hub sends

constexpr const char* asked_id = "019cecdd-4f51-7000-8000-000015000000";

v1::HubFrame welcome() {
  v1::HubFrame frame;
  auto& welcome = *frame.mutable_welcome();
  welcome.mutable_identity()->set_ward("quan-hoa");
  welcome.set_epoch("e");
  welcome.set_head_seq(9);
  *welcome.mutable_hub_time() = base::to_proto(founded_at);
  welcome.set_frame_bytes_max(65'536);
  welcome.set_heartbeat_ms(2000);
  return frame;
}

v1::Event event(std::uint64_t seq, std::uint64_t prev_seq) {
  v1::Event event;
  event.set_seq(seq);
  event.set_prev_seq(prev_seq);
  event.set_incident("i");
  event.mutable_incident_noted();
  event.mutable_content()->set_text("gì đó");
  return event;
}

void hub_frames() {
  v1::HubFrame frame;
  std::string live = framed(welcome());
  frame.mutable_snapshot()->set_seq(9);
  frame.mutable_snapshot()->add_incidents()->set_id("i");
  frame.mutable_snapshot()->set_last(true);
  live += framed(frame);
  frame.mutable_caught_up()->set_seq(9);
  live += framed(frame);
  frame.mutable_story()->set_incident("i");
  *frame.mutable_story()->add_events() = event(3, 0);
  live += framed(frame);
  *frame.mutable_event() = event(10, 9);
  live += framed(frame);
  *frame.mutable_event() = event(14, 10);
  live += framed(frame);
  write("hub_frame", "snapshot-and-events", live);
  *frame.mutable_event() = event(20, 19);
  write("hub_frame", "a-gap", live + framed(frame));

  std::string answers = framed(welcome());
  frame.mutable_receipt()->set_id(asked_id);
  frame.mutable_receipt()->mutable_accepted()->set_seq(10);
  answers += framed(frame);
  frame.mutable_query_result()->set_id(asked_id);
  frame.mutable_query_result()->mutable_list()->add_incidents()->set_id("i");
  answers += framed(frame);
  frame.mutable_admin_result()->set_id(asked_id);
  frame.mutable_admin_result()->mutable_audit()->add_records()->set_kind("handshake");
  answers += framed(frame);
  *frame.mutable_pong()->mutable_hub_time() = base::to_proto(founded_at);
  answers += framed(frame);
  frame.mutable_goodbye()->set_code(v1::Goodbye::SHUTTING_DOWN);
  answers += framed(frame);
  write("hub_frame", "answers-and-a-goodbye", answers);
}

// ---- frames, files and records

void framing() {
  std::string stream("\x03\x01\x02\x05", 4);
  proto::append_frame(stream, "một khung tin");
  proto::append_frame(stream, std::string(300, 'x'));
  proto::append_frame(stream, "hết");
  write("framing", "three-frames", stream);
  write("framing", "empty", std::string("\x00\x00", 2));
  write("framing", "four-gib", std::string("\x00\xff\xff\xff\xff\x0f", 6));
  write("framing", "no-length", std::string("\x00\xff\xff\xff\xff\xff\xff", 7));
}

void files() {
  write("cluster_file", "sample.geojson", source_file("hub/clusters/hoa-do-phuc-vi.geojson"));
  write("cluster_file", "three-wards.geojson", source_file("tests/support/clusters/ba-song.geojson"));
  write("regulation_file", "sample.toml", source_file("hub/clusters/hoa-do-phuc-vi.toml"));
}

void records() {
  journal::Entry entry;
  auto& header = entry.header;
  header.set_cluster("t11");
  header.set_number(1);
  header.set_first_seq(1);
  header.set_last_seq(2);
  *header.mutable_time() = base::to_proto(founded_at);
  header.mutable_sender()->set_ward("quan-hoa");
  header.set_command_id(asked_id);
  header.set_command_digest(std::string(32, 'd'));
  *header.add_events()->mutable_event() = event(1, 0);
  auto& second = *header.add_events();
  *second.mutable_event() = event(2, 1);
  second.mutable_event()->set_content_seq(1);
  second.add_audience()->set_ward("quan-hoa");
  *entry.payload.mutable_command() = report(on_the_bridge(), "theft", 2);
  const auto record = journal::split(entry, std::string(journal::salt_bytes, 's'));
  std::string bytes;
  bytes.push_back(static_cast<char>(record.header.size() >> 8));
  bytes.push_back(static_cast<char>(record.header.size() & 0xFF));
  bytes.push_back(static_cast<char>(record.salt.size()));
  write("journal_record", "a-record", bytes + record.header + record.salt + record.payload);
  write("journal_record", "an-anchor",
        journal::encode_anchor({.epoch = "e", .clusters = {{"t11", {1, std::string(32, 'h')}}}}, 3));

  // Each: which file and what, where, by what.
  write("journal_files", "nothing", "");
  write("journal_files", "a-bit-of-the-database", std::string("\x00\x00\x20\x10\x01", 5));
  write("journal_files", "a-bit-of-the-log", std::string("\x01\x00\x10\x40\x80", 5));
  write("journal_files", "a-bit-of-the-anchor", std::string("\x02\x00\x00\x20\x04", 5));
  write("journal_files", "the-log-cut", std::string("\x09\x00\x20\x00", 4));
  write("journal_files", "the-database-lost", std::string("\x0C\x00\x00\x00", 4));
}

}  // namespace
}  // namespace wardlink::fuzz

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: make_fuzz_seeds FOLDER\n", stderr);
    return 2;
  }
  using namespace wardlink::fuzz;
  corpus = arguments[1];
  brawl_on_the_bridge();
  theft_inside_a_ward();
  two_that_are_one();
  what_was_seen();
  hub_frames();
  framing();
  files();
  records();
}
