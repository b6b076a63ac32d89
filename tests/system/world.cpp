#include "tests/system/world.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <stdexcept>

#include "tests/support/ports.hpp"
#include "tests/support/ready_notice.hpp"

namespace wardlink::system_test {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

const fs::path top = WARDLINK_SOURCE_DIR;
const fs::path programs = WARDLINK_PROGRAMS_DIR;

}  // namespace

World::World(const Options& options)
    : port_(support::free_port()), operator_port_(support::free_port()), hub_environment_(options.hub_environment) {
  const fs::path hub = ca_.hub();
  std::string config = fmt::format(R"([hub]
listen = "127.0.0.1:{}"
operator = "127.0.0.1:{}"
journal = "journal.db"
{}
[tls]
certificate = "{hub}/cert.pem"
key = "{hub}/key.pem"
ca = "{hub}/ca.pem"
crl = "{hub}/crl.pem"
)",
                                   port_, operator_port_, options.more_hub_settings, fmt::arg("hub", hub.string()));
  auto clusters = options.clusters;
  if (clusters.empty()) clusters.push_back(top / "hub/clusters" / sample);
  for (const auto& cluster : clusters) {
    config += fmt::format("\n[[cluster]]\ngeography = \"{0}.geojson\"\nregulation = \"{0}.toml\"\n", cluster.string());
  }
  std::ofstream(this->config()) << config;
  std::ofstream(folder() / "passphrase") << "only for this test\n";
  fs::permissions(folder() / "passphrase", fs::perms::owner_read | fs::perms::owner_write);
}

void World::start_hub(std::vector<std::string> under) {
  const support::ReadyNotice notice(folder() / "notices");
  under.insert(under.end(), {(programs / "wardhub").string(), "--config", config().string()});
  auto environment = notice.environment();
  environment.insert(environment.end(), hub_environment_.begin(), hub_environment_.end());
  hub_ = std::make_unique<support::Process>(under, folder() / "hub.log", environment);
  if (!notice.within(seconds{60})) throw std::runtime_error("the hub did not start:\n" + log());
}

void World::kill_hub() {
  hub_->signal(SIGKILL);
  hub_->wait(seconds{20});
  hub_.reset();
}

int World::stop_hub() {
  hub_->signal(SIGTERM);
  const int status = hub_->wait(seconds{30});
  hub_.reset();
  return status;
}

int World::hub_ended() {
  const int status = hub_->wait(seconds{60});
  hub_.reset();
  return status;
}

World::Outcome World::run_hub(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {(programs / "wardhub").string(), "--config", config().string()});
  return run(std::move(arguments), folder());
}

std::string World::log() const { return support::read_file(folder() / "hub.log"); }

fs::path World::station(const std::string& ward, const std::string& cluster) const {
  const fs::path identity = ca_.dir() / "issued" / cluster / ward / "station/tram";
  if (!fs::exists(identity)) ca_.must(fmt::format("station {} {} tram", cluster, ward));
  return identity;
}

fs::path World::officer(const std::string& ward, const std::string& cluster) const {
  return unlocked(fmt::format("officer {} {} an", cluster, ward), ca_.dir() / "issued" / cluster / ward / "officer/an");
}

fs::path World::admin(const std::string& cluster) const {
  return unlocked(fmt::format("admin {} quan-tri", cluster), ca_.dir() / "issued" / cluster / "-/admin/quan-tri");
}

fs::path World::unlocked(const std::string& make, const fs::path& identity) const {
  const fs::path copy = folder() / "unlocked" / fs::relative(identity, ca_.dir());
  if (fs::exists(copy)) return copy;
  const std::string passphrase = (folder() / "passphrase").string();
  ca_.must(fmt::format("{} --passphrase-file {}", make, passphrase));
  fs::create_directories(copy.parent_path());
  fs::copy(identity, copy);
  const auto opened =
      support::run_shell(fmt::format("umask 077; openssl pkey -in {}/key.pem -passin file:{} -out {}/key.pem",
                                     identity.string(), passphrase, copy.string()));
  if (opened.status != 0) throw std::runtime_error(opened.output);
  return copy;
}

World::Outcome World::wardlink(const fs::path& identity, std::vector<std::string> arguments) const {
  std::vector<std::string> command{(programs / "wardlink").string(), "--hub", fmt::format("127.0.0.1:{}", port_),
                                   "--identity", identity.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run(std::move(command), folder());
}

World::Outcome World::run(std::vector<std::string> command, const fs::path& folder) {
  static std::atomic<int> runs = 0;
  const fs::path errors = folder / fmt::format("run-{}.errors", ++runs);
  support::Process process(
      command, errors,
      {fmt::format("XDG_CONFIG_HOME={}", folder.string()), fmt::format("XDG_STATE_HOME={}", folder.string())});
  Outcome outcome;
  outcome.status = process.wait(seconds{60});
  for (const auto& line : process.lines()) outcome.out += line.text + '\n';
  outcome.errors = support::read_file(errors);
  return outcome;
}

}  // namespace wardlink::system_test
