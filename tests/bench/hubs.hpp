// The hub processes under measurement, in one temporary folder: the real one and the bare ones.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/measurements.hpp"
#include "tests/support/deployment.hpp"

namespace wardlink::bench {

/// Errors: std::runtime_error.
class Hubs {
 public:
  Hubs();

  /// Of the stations of four wards.
  [[nodiscard]] std::vector<std::filesystem::path> identities() const;
  [[nodiscard]] const std::filesystem::path& folder() const { return deployment_.folder(); }

  // Each ends with what is returned, its files too. At most one real hub at a time.

  struct Running {
    Hub hub;
    std::shared_ptr<void> process;
  };
  /// A wardhub with an empty journal, which lets a station send as fast as it can.
  [[nodiscard]] Running start_real();
  /// The bare hub with a journal.
  [[nodiscard]] Running start_durable_floor(std::size_t journal_bytes);
  [[nodiscard]] Running start_echo();

 private:
  Running start_bare(std::string name, std::string note, const std::vector<std::string>& arguments);

  std::filesystem::path programs_;
  support::Deployment deployment_;
};

}  // namespace wardlink::bench
