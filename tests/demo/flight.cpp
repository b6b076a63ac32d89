// Step 6: a suspect flees over the bridge.
#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <stdexcept>

#include "tests/demo/evening.hpp"

namespace wardlink::demo {
namespace {

constexpr const char* short_of_the_bridge = "21.0385,105.8045";  // in Quan Hoa

std::string id_in(const std::string& json) {
  google::protobuf::Struct outline;
  if (!google::protobuf::util::JsonStringToMessage(json, &outline).ok()) {
    throw std::runtime_error(fmt::format("wardlink printed what cannot be read: {}", json));
  }
  return outline.fields().at("id").string_value();
}

}  // namespace

void Evening::flight_over_the_bridge() {
  fmt::print("\n6  A suspect of the brawl flees over the bridge by motorbike, towards Vĩnh Phúc.\n");
  const std::string flight = id_in(
      command("quan-hoa", {"report", "flight", "--at", short_of_the_bridge, "--heading", "vinh-phuc", "--by",
                           "motorbike", "--incident", brawl_, "--text", "Áo đen, xe Wave đỏ, chạy về phía Vĩnh Phúc"}));
  const auto raised = [&](const v1::Event& event) { return event.flight_raised().flight().id() == flight; };
  say_told("the flight", {"quan-hoa", "vinh-phuc"}, raised);
  const auto& events = station("vinh-phuc").events();
  const auto alert =
      std::ranges::find_if(events, [&](const Received& received) { return raised(received.event); })->event;
  for (const auto& candidate : alert.flight_raised().flight().candidates()) {
    fmt::print("   may reach  {}: {} m to the line, {} s from the sighting\n", candidate.ward(),
               candidate.distance_cm() / 100, candidate.seconds());
  }
  expect(alert.urgency() == v1::FLASH && std::ranges::find(alert.alarms(), "vinh-phuc") != alert.alarms().end(),
         "Vĩnh Phúc, which lies ahead, is alarmed at once");

  command("vinh-phuc", {"flight", "block", flight, "--landmark", "cau-t11"});
  say_told("Vĩnh Phúc blocks", {"quan-hoa", "vinh-phuc"},
           [&](const v1::Event& event) { return event.flight_blocked().flight() == flight; });
  command("vinh-phuc", {"flight", "caught", flight, "--text", "Đã bắt giữ"});
  const auto caught = [&](const v1::Event& event) {
    return event.flight_ended().flight() == flight && event.flight_ended().end() == v1::Flight::CAUGHT;
  };
  std::vector<std::string> told;
  for (const auto& [ward, station] : stations_) {
    const auto& heard = station->events();
    if (std::ranges::any_of(heard, [&](const Received& received) { return raised(received.event); })) {
      told.push_back(ward);
    }
  }
  say_told("caught", told, caught);
  expect(std::ranges::find(told, "vinh-phuc") != told.end(), "everyone who had the alert hears that it is over");
}

}  // namespace wardlink::demo
