// A whole Wardlink for a test: a CA, identities made when first asked for, one real hub on loopback.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/test_ca.hpp"

namespace wardlink::system_test {

class World {
 public:
  struct Options {
    // Files of each cluster, without their endings; the sample unless told.
    std::vector<std::filesystem::path> clusters{};
    std::string more_hub_settings = "submits_per_s = 100000\nsubmits_burst = 100000\n";
    std::vector<std::string> hub_environment{};  // NAME=VALUE, besides this program's own
  };
  struct Outcome {
    int status = 0;
    std::string out;
    std::string errors;
  };
  World() : World(Options{}) {}
  explicit World(const Options& options);

  /// Returns when the hub serves. Its ports stay the same from start to start. `under`: a command that is to run it.
  void start_hub(std::vector<std::string> under = {});
  /// As a power cut would: kill -9.
  void kill_hub();
  /// SIGTERM, and its exit status.
  int stop_hub();
  /// The exit status of a hub that ends by itself.
  int hub_ended();
  /// A hub that does not serve: runs it to its end.
  [[nodiscard]] Outcome run_hub(std::vector<std::string> arguments = {}) const;
  [[nodiscard]] const support::Process& hub() const { return *hub_; }

  [[nodiscard]] unsigned short port() const { return port_; }
  [[nodiscard]] unsigned short operator_port() const { return operator_port_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return ca_.scratch(); }
  [[nodiscard]] std::filesystem::path config() const { return folder() / "wardhub.toml"; }
  /// What the hub has logged so far.
  [[nodiscard]] std::string log() const;

  /// Identity directories, made when first asked for; of the sample cluster unless told.
  [[nodiscard]] std::filesystem::path station(const std::string& ward, const std::string& cluster = sample) const;
  [[nodiscard]] std::filesystem::path officer(const std::string& ward, const std::string& cluster = sample) const;
  [[nodiscard]] std::filesystem::path admin(const std::string& cluster = sample) const;
  [[nodiscard]] support::TestCa& ca() { return ca_; }

  /// `wardlink` under an identity, to its end.
  [[nodiscard]] Outcome wardlink(const std::filesystem::path& identity, std::vector<std::string> arguments) const;
  [[nodiscard]] static Outcome run(std::vector<std::string> command, const std::filesystem::path& folder);

  static constexpr const char* sample = "hoa-do-phuc-vi";

 private:
  /// A copy of an identity whose key needs no passphrase: the tool insists on one.
  std::filesystem::path unlocked(const std::string& make, const std::filesystem::path& identity) const;

  mutable support::TestCa ca_;
  unsigned short port_ = 0;
  unsigned short operator_port_ = 0;
  std::vector<std::string> hub_environment_;
  std::unique_ptr<support::Process> hub_;
};

}  // namespace wardlink::system_test
