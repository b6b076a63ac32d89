#include "tests/support/deployment.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <fstream>
#include <stdexcept>

#include "tests/support/ports.hpp"
#include "tests/support/ready_notice.hpp"

namespace wardlink::support {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

Deployment::Deployment(fs::path programs)
    : programs_(std::move(programs)), address_(fmt::format("127.0.0.1:{}", free_port())) {}

void Deployment::make_identities(const std::string& cluster, const std::vector<std::string>& wards) {
  cluster_ = cluster;
  write_file(folder() / "passphrase", std::string(passphrase) + "\n");
  for (const std::string& ward : wards) {
    ca_.must(fmt::format("station {} {} station", cluster, ward));
    ca_.must(fmt::format("officer {} {} {} --passphrase-file '{}'", cluster, ward, officer,
                         (folder() / "passphrase").string()));
  }
  write_file(folder() / "wardhub.toml", fmt::format(R"([hub]
listen = "{}"
operator = "127.0.0.1:0"
journal = "journal.db"

[tls]
certificate = "{hub}/cert.pem"
key = "{hub}/key.pem"
ca = "{hub}/ca.pem"
crl = "{hub}/crl.pem"

[[cluster]]
geography = "{files}.geojson"
regulation = "{files}.toml"
)",
                                                    address_, fmt::arg("hub", ca_.hub().string()),
                                                    fmt::arg("files", WARDLINK_SOURCE_DIR "/hub/clusters/" + cluster)));
}

void Deployment::start_hub() {
  const fs::path log = folder() / "hub.log";
  const ReadyNotice notice(folder() / "notices");
  hub_ = std::make_unique<Process>(
      std::vector<std::string>{(programs_ / "wardhub").string(), "--config", (folder() / "wardhub.toml").string()}, log,
      notice.environment());
  if (!notice.within(seconds{30})) {
    hub_->signal(SIGKILL);
    throw std::runtime_error(fmt::format("the hub did not start:\n{}", read_file(log)));
  }
}

void Deployment::kill_hub() {
  hub_->signal(SIGKILL);
  hub_->wait(seconds{10});
  hub_.reset();
}

void Deployment::revoke_station(const std::string& ward) {
  ca_.must(fmt::format("revoke {}/{}/station/station", cluster_, ward));
  hub_->signal(SIGHUP);
  const auto until = Clock::now() + seconds{15};
  while (!read_file(folder() / "hub.log").contains("reason=certificate_revoked")) {
    if (Clock::now() > until) throw std::runtime_error("the hub did not put the station out");
  }
}

unsigned short Deployment::hub_port() const {
  return static_cast<unsigned short>(std::stoul(address_.substr(address_.rfind(':') + 1)));
}

std::vector<std::string> Deployment::environment() const {
  // This user's own settings stay out of it.
  return {fmt::format("WARDLINK_PASSPHRASE_FILE={}", (folder() / "passphrase").string()),
          fmt::format("XDG_CONFIG_HOME={}", folder().string()), fmt::format("XDG_STATE_HOME={}", folder().string())};
}

std::vector<std::string> Deployment::client(const std::string& ward, const std::string& who,
                                            std::vector<std::string> arguments) const {
  const fs::path identity = ca_.dir() / "issued" / cluster_ / ward / who;
  arguments.insert(arguments.begin(), (programs_ / "wardlink").string());
  arguments.insert(arguments.end(), {"--hub", address_, "--identity", identity.string()});
  return arguments;
}

std::vector<std::string> Deployment::as_station(const std::string& ward, std::vector<std::string> arguments) const {
  return client(ward, "station/station", std::move(arguments));
}

std::vector<std::string> Deployment::as_officer(const std::string& ward, std::vector<std::string> arguments) const {
  return client(ward, std::string("officer/") + officer, std::move(arguments));
}

fs::path Deployment::people(const std::string& ward) const {
  return ca_.dir() / "issued" / cluster_ / ward / "officer";
}

Outcome Deployment::run(const std::vector<std::string>& command) const {
  const fs::path errors = folder() / "command.log";
  fs::remove(errors);
  Outcome outcome;
  outcome.started = Clock::now();
  Process process(command, errors, environment());
  outcome.status = process.wait(seconds{30});
  for (const Line& line : process.lines()) outcome.out += line.text + '\n';
  outcome.errors = read_file(errors);
  return outcome;
}

}  // namespace wardlink::support
