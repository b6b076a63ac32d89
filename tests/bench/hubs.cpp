#include "tests/bench/hubs.hpp"

#include <cstdlib>
#include <stdexcept>

#include "tests/bench/record_speaker.hpp"
#include "tests/bench/wardlink_speaker.hpp"
#include "tests/support/process.hpp"

namespace wardlink::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* cluster = "hoa-do-phuc-vi";
// In the border zone of all four wards: a sighting there is told to each.
constexpr const char* landmark = "cau-t11";
const std::vector<std::string> wards{"quan-hoa", "nghia-do", "cong-vi", "vinh-phuc"};

std::uint16_t port_of(const std::string& text) { return static_cast<std::uint16_t>(std::stoul(text)); }

}  // namespace

Hubs::Hubs() : programs_(fs::read_symlink("/proc/self/exe").parent_path()), deployment_(programs_) {
  deployment_.make_identities(cluster, wards);
  setenv("WARDHUB_SUBMITS_PER_S", "1000000", 1);
  setenv("WARDHUB_SUBMITS_BURST", "1000000", 1);
}

std::vector<fs::path> Hubs::identities() const {
  std::vector<fs::path> all;
  for (const auto& ward : wards) all.push_back(folder() / "ca/issued" / cluster / ward / "station/station");
  return all;
}

Hubs::Running Hubs::start_real() {
  const fs::path journal = folder() / "real";
  fs::create_directory(journal);
  setenv("WARDHUB_JOURNAL", (journal / "journal.db").c_str(), 1);
  deployment_.start_hub();
  const std::string& address = deployment_.hub_address();
  return {.hub = {.name = "wardlink",
                  .pid = deployment_.hub_pid(),
                  .port = port_of(address.substr(address.rfind(':') + 1)),
                  .speaker = [](Speaker::Role role) { return std::make_unique<WardlinkSpeaker>(role, landmark); },
                  .note = "synced before the ack",
                  .floor = "floor"},
          .process = std::shared_ptr<void>(nullptr, [this, journal](void*) {
            deployment_.kill_hub();
            fs::remove_all(journal);
          })};
}

Hubs::Running Hubs::start_durable_floor(std::size_t journal_bytes) {
  return start_bare(
      "floor", "synced before the ack",
      {"--journal", (folder() / "floor.journal").string(), "--journal-bytes", std::to_string(journal_bytes)});
}

Hubs::Running Hubs::start_echo() { return start_bare("echo", "keeps nothing", {"--echo"}); }

Hubs::Running Hubs::start_bare(std::string name, std::string note, const std::vector<std::string>& arguments) {
  std::vector<std::string> command{(programs_ / "wardlink_floor").string(), "--identity",
                                   (folder() / "ca/issued/hub/hub").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto process = std::make_shared<support::Process>(command, folder() / "floor.log");
  const auto port = process->line(0, std::chrono::seconds{60});
  if (!port) throw std::runtime_error("the bare hub did not start");
  return {.hub = {.name = std::move(name),
                  .pid = process->pid(),
                  .port = port_of(port->text),
                  .speaker = [](Speaker::Role role) { return std::make_unique<RecordSpeaker>(role); },
                  .note = std::move(note),
                  .floor = {}},
          .process = process};
}

}  // namespace wardlink::bench
