// Step 8: a station is cut off, reports while off, and comes back.
#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <stdexcept>

#include "tests/demo/evening.hpp"
#include "tests/support/cutting_proxy.hpp"

namespace wardlink::demo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int queued_only = 3;  // wardlink's exit status (INTERFACES.md)
constexpr seconds patience{30};

/// `wardlink run` of a ward, behind a network that can be cut.
class Service {
 public:
  Service(const support::Deployment& deployment, const std::string& ward, const std::filesystem::path& state)
      : proxy_(deployment.hub_port()),
        process_(command(deployment, ward, state), state.string() + ".log", deployment.environment()) {
    hear("Caught up");
  }

  void cut() {
    proxy_.sever();
    hear("CUT OFF");
  }
  void mend() {
    proxy_.mend();
    hear("Caught up");
  }

 private:
  [[nodiscard]] std::vector<std::string> command(const support::Deployment& deployment, const std::string& ward,
                                                 const std::filesystem::path& state) const {
    auto run = deployment.as_station(
        ward, {"--hub", fmt::format("127.0.0.1:{}", proxy_.port()), "--state", state.string(), "--lang", "en", "run"});
    // The one address it knows is the proxy's.
    for (auto word = run.begin(); word != run.end(); ++word) {
      if (*word != deployment.hub_address()) continue;
      run.erase(std::prev(word), std::next(word));
      break;
    }
    std::vector<std::string> loud{"/bin/sh", "-c", "exec \"$0\" \"$@\" 2>&1"};
    loud.insert(loud.end(), run.begin(), run.end());
    return loud;
  }
  void hear(std::string_view text) {
    while (const auto line = process_.line(read_, patience)) {
      ++read_;
      if (line->text.contains(text)) return;
    }
    throw std::runtime_error(fmt::format("the station service never said “{}”", text));
  }

  support::CuttingProxy proxy_;
  support::Process process_;
  std::size_t read_ = 0;
};

}  // namespace

void Evening::cut_off_and_back() {
  fmt::print("\n8  Nghĩa Đô's line is cut; its officer reports a theft all the same; the line comes back.\n");
  const auto state = deployment_.folder() / "nghia-do-state";
  Service service(deployment_, "nghia-do", state);
  service.cut();
  const support::Outcome cut_off =
      press("nghia-do", {"report", "incident", "--ward", "nghia-do", "--category", "robbery", "--severity", "4",
                         "--text", "Cướp giật trong lúc mất mạng", "--state", state.string()});
  expect(cut_off.status == queued_only, "while cut off: “queued only” (exit status 3), not “done”");
  const auto reported_at = pressed_;
  const support::Outcome old =
      deployment_.run(deployment_.as_station("nghia-do", {"list", "--state", state.string(), "--lang", "en"}));
  expect(old.status == 0 && old.errors.contains("OLD DATA"), "its list is the station's own copy, and says so");
  service.mend();
  const auto late = [](const v1::Event& event) {
    return event.has_incident_opened() && event.content().text() == "Cướp giật trong lúc mất mạng";
  };
  const Received& received = station("nghia-do").await(marks_["nghia-do"], "the late report", late);
  const v1::Report& report = received.event.incident_opened().report();
  const auto time = [](const google::protobuf::Timestamp& stamp) {
    return support::Clock::time_point{
        std::chrono::microseconds{google::protobuf::util::TimeUtil::TimestampToMicroseconds(stamp)}};
  };
  const auto ms = [](auto span) { return std::chrono::duration_cast<milliseconds>(span).count(); };
  fmt::print("   detected   {} ms after the officer's Enter; with the hub {} ms after it\n",
             ms(time(report.credible_at()) - reported_at), ms(time(report.received_at()) - reported_at));
  expect(std::chrono::abs(time(report.credible_at()) - reported_at) < seconds{2} &&
             time(report.credible_at()) < time(report.received_at()) && report.marks().empty(),
         "it arrives late, with the time at which it was made");
  const auto& events = station("nghia-do").events();
  expect(std::ranges::count_if(events, [&](const Received& each) { return late(each.event); }) == 1, "and once");
}

}  // namespace wardlink::demo
