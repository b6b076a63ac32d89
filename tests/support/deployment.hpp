// A whole Wardlink in a temporary folder: CA, identities of several wards, one hub on loopback. Nothing outlives it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/test_ca.hpp"

namespace wardlink::support {

/// What a program that has ended left behind.
struct Outcome {
  int status = 0;
  std::string out;
  std::string errors;
  Clock::time_point started;
};

/// Throws std::runtime_error, with what the program said, where something cannot be set up.
class Deployment {
 public:
  static constexpr const char* officer = "truc-ban";  // the name of each ward's
  static constexpr const char* passphrase = "only for this machine";

  /// `programs`: the folder of wardhub and wardlink.
  explicit Deployment(std::filesystem::path programs);

  /// A station and an officer for each ward of a sample cluster (hub/clusters), which the hub will serve.
  void make_identities(const std::string& cluster, const std::vector<std::string>& wards);

  /// Returns when the hub serves: at the same address from start to start.
  void start_hub();
  /// As a power cut would: kill -9.
  void kill_hub();
  /// Revokes the certificate of a ward's station and has the hub take the revocation list; returns when it is put out.
  void revoke_station(const std::string& ward);
  /// Of the running hub.
  [[nodiscard]] pid_t hub_pid() const { return hub_->pid(); }

  [[nodiscard]] const std::filesystem::path& folder() const { return ca_.scratch(); }
  [[nodiscard]] const std::string& hub_address() const { return address_; }
  [[nodiscard]] unsigned short hub_port() const;

  /// What `wardlink` finds in its environment here, as NAME=VALUE.
  [[nodiscard]] std::vector<std::string> environment() const;
  /// The command line of `wardlink …` under a ward's identity.
  [[nodiscard]] std::vector<std::string> as_station(const std::string& ward, std::vector<std::string> arguments) const;
  [[nodiscard]] std::vector<std::string> as_officer(const std::string& ward, std::vector<std::string> arguments) const;
  /// The folder of the identities that may sign in at a ward's console.
  [[nodiscard]] std::filesystem::path people(const std::string& ward) const;
  /// Runs a command line of these to its end.
  [[nodiscard]] Outcome run(const std::vector<std::string>& command) const;

 private:
  [[nodiscard]] std::vector<std::string> client(const std::string& ward, const std::string& who,
                                                std::vector<std::string> arguments) const;

  std::filesystem::path programs_;
  TestCa ca_;
  std::string cluster_;
  std::string address_;
  std::unique_ptr<Process> hub_;
};

}  // namespace wardlink::support
