#include "tests/demo/deployment.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace wardlink::demo {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr const char* officer_name = "truc-ban";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

fs::path make_folder() {
  std::string name = (fs::temp_directory_path() / "wardlink-demo.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  return name;
}

/// A port of loopback that is free now: the hub must find the same one again after its restart.
std::uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = bind(probe, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                     getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(probe);
  if (!bound) throw std::runtime_error("no free port on loopback");
  return ntohs(address.sin_port);
}

/// Where a program says that it is ready, as it would to systemd. Only while it starts: nobody reads what comes later.
class Notices {
 public:
  explicit Notices(fs::path path) : path_(std::move(path)), socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error(fmt::format("cannot listen on {}", path_.string()));
    }
    setenv("NOTIFY_SOCKET", path_.c_str(), 1);
  }
  Notices(const Notices&) = delete;
  Notices& operator=(const Notices&) = delete;
  ~Notices() {
    unsetenv("NOTIFY_SOCKET");
    close(socket_);
    fs::remove(path_);
  }

  [[nodiscard]] bool ready_within(seconds timeout) const {
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      pollfd wanted{.fd = socket_, .events = POLLIN, .revents = 0};
      if (left.count() <= 0 || poll(&wanted, 1, static_cast<int>(left.count())) <= 0) return false;
      std::array<char, 4096> notice{};
      const ssize_t size = recv(socket_, notice.data(), notice.size(), 0);
      if (size > 0 && std::string_view(notice.data(), static_cast<std::size_t>(size)).contains("READY=1")) return true;
    }
  }

 private:
  fs::path path_;
  int socket_;
};

}  // namespace

Deployment::Deployment(fs::path programs, fs::path top)
    : programs_(std::move(programs)),
      top_(std::move(top)),
      folder_(make_folder()),
      address_(fmt::format("127.0.0.1:{}", free_port())) {
  setenv("WARDLINK_PASSPHRASE_FILE", (folder_ / "passphrase").c_str(), 1);
  setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);  // this user's own settings stay out of the demo
}

Deployment::~Deployment() {
  hub_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Deployment::ca(std::vector<std::string> arguments) const {
  std::vector<std::string> command{(top_ / "certs/wardlink-ca").string(), "--dir", (folder_ / "ca").string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Outcome outcome = run(command);
  if (outcome.status != 0) throw std::runtime_error(fmt::format("wardlink-ca failed: {}", outcome.errors));
}

void Deployment::make_identities(const std::string& cluster, const std::vector<std::string>& wards) {
  cluster_ = cluster;
  write_file(folder_ / "passphrase", "only for this demo\n");
  ca({"init"});
  ca({"hub"});
  for (const std::string& ward : wards) {
    ca({"station", cluster, ward, "station"});
    ca({"officer", cluster, ward, officer_name, "--passphrase-file", (folder_ / "passphrase").string()});
  }
  const fs::path hub = folder_ / "ca/issued/hub/hub";
  const fs::path clusters = top_ / "hub/clusters";
  write_file(folder_ / "wardhub.toml",
             fmt::format(R"([hub]
listen = "{}"
operator = "127.0.0.1:0"
journal = "journal.db"

[tls]
certificate = "{hub}/cert.pem"
key = "{hub}/key.pem"
ca = "{hub}/ca.pem"
crl = "{hub}/crl.pem"

[[cluster]]
geography = "{clusters}/{cluster}.geojson"
regulation = "{clusters}/{cluster}.toml"
)",
                         address_, fmt::arg("hub", hub.string()), fmt::arg("clusters", clusters.string()),
                         fmt::arg("cluster", cluster)));
}

void Deployment::start_hub() {
  const fs::path log = folder_ / "hub.log";
  const Notices notices(folder_ / "notices");
  hub_ = std::make_unique<Process>(
      std::vector<std::string>{(programs_ / "wardhub").string(), "--config", (folder_ / "wardhub.toml").string()}, log);
  if (!notices.ready_within(seconds{20})) {
    hub_->signal(SIGKILL);
    throw std::runtime_error(fmt::format("the hub did not start:\n{}", read_file(log)));
  }
}

void Deployment::kill_hub() {
  hub_->signal(SIGKILL);
  hub_->wait(seconds{10});
  hub_.reset();
}

std::vector<std::string> Deployment::client(const std::string& ward, const std::string& who,
                                            std::vector<std::string> arguments) const {
  const fs::path identity = folder_ / "ca/issued" / cluster_ / ward / who;
  arguments.insert(arguments.begin(), (programs_ / "wardlink").string());
  arguments.insert(arguments.end(), {"--hub", address_, "--identity", identity.string()});
  return arguments;
}

std::vector<std::string> Deployment::environment() const {
  return {fmt::format("WARDLINK_PASSPHRASE_FILE={}", (folder_ / "passphrase").string()),
          fmt::format("XDG_CONFIG_HOME={}", folder_.string())};
}

std::vector<std::string> Deployment::as_station(const std::string& ward, std::vector<std::string> arguments) const {
  return client(ward, "station/station", std::move(arguments));
}

std::vector<std::string> Deployment::as_officer(const std::string& ward, std::vector<std::string> arguments) const {
  return client(ward, std::string("officer/") + officer_name, std::move(arguments));
}

Outcome Deployment::run(const std::vector<std::string>& command) const {
  const fs::path errors = folder_ / "command.log";
  fs::remove(errors);
  Outcome outcome;
  outcome.started = Clock::now();
  Process process(command, errors);
  outcome.status = process.wait(seconds{30});
  for (const Line& line : process.lines()) outcome.out += line.text + '\n';
  outcome.errors = read_file(errors);
  return outcome;
}

}  // namespace wardlink::demo
