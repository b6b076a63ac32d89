// ./dev bench restart: how long a hub with many events takes to start, from its first entry and from a snapshot; and
// proves on the way that both come to the same state, byte for byte.
#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <stdexcept>

#include "hub/app/founding.hpp"
#include "hub/app/upkeep.hpp"
#include "hub/journal/chain.hpp"
#include "hub/journal/sqlite_journal.hpp"
#include "hub/rules/state_parts.hpp"
#include "tests/bench/restart/town.hpp"
#include "tests/support/test_ca.hpp"

namespace {

using namespace wardlink;
using Clock = std::chrono::steady_clock;

const std::string cluster = "hoa-do-phuc-vi";

double processor_s() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

template <typename Work>
auto timed(const char* what, const Work& work) {
  const auto begun = Clock::now();
  const double processor_before_s = processor_s();
  auto result = work();
  fmt::print("{:<62} {:9.3f} s, {:.3f} s of the processor\n", what,
             std::chrono::duration<double>(Clock::now() - begun).count(), processor_s() - processor_before_s);
  std::fflush(stdout);
  return result;
}

template <typename T, typename Error>
T value(std::expected<T, Error> result) {
  if (result) return *std::move(result);
  if constexpr (std::is_same_v<Error, std::string>) throw std::runtime_error(result.error());
  throw std::runtime_error("the journal was refused");
}

std::unique_ptr<journal::SqliteJournal> open(const std::filesystem::path& path, bool whole) {
  return value(journal::SqliteJournal::open(
      path, {.whole = whole, .wal_bytes = journal::OpenOptions{}.wal_bytes, .notice = {}}));
}

struct Started {
  std::uint64_t from_snapshot = 0;
  std::string digest;
  std::uint64_t entries = 0;
};

/// As wardhub does it.
Started start(const std::filesystem::path& path, bool whole) {
  const auto journal = open(path, whole);
  const auto recovered = value(app::recover(*journal, cluster, whole ? nullptr : journal->snapshots()));
  Started started{.from_snapshot = recovered.snapshot_entry, .digest = {}, .entries = recovered.state.entries};
  rules::to_parts(recovered.state, [&](const v1::StatePart& part) {
    started.digest = journal::sha256({started.digest, part.SerializeAsString()});
  });
  return started;
}

void expect(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

void keep_a_snapshot(const std::filesystem::path& path) {
  const auto journal = open(path, false);
  auto recovered = value(app::recover(*journal, cluster, journal->snapshots()));
  std::size_t bytes = 0;
  timed("  turning the state into a snapshot's parts, in memory", [&] {
    rules::to_parts(recovered.state, [&](const v1::StatePart& part) { bytes += part.SerializeAsString().size(); });
    return 0;
  });
  fmt::print("{:<62} {:9.1f} MB\n", "  their size", static_cast<double>(bytes) / 1e6);
  timed("  copying the state, as a rolled back commit does", [&] { return domain::State(recovered.state).entries; });
  timed("  keeping the snapshot, on the disk",
        [&] { return app::keep(recovered.state, *journal, *journal->snapshots()).has_value(); });
}

void measure(std::uint64_t events, const std::filesystem::path& path) {
  timed("making the journal", [&] {
    const auto journal = open(path, false);
    domain::State nothing;
    nothing.cluster = cluster;
    bench::Town town(std::move(nothing), *journal);
    town.live_until_seq(events);
    fmt::print("{} events in {} entries, {} incidents, journal {:.0f} MB\n", town.state().seq, town.state().entries,
               town.state().incidents.size(), static_cast<double>(journal->bytes()) / 1e6);
    return 0;
  });
  const Started all = timed("start from the first entry, everything verified", [&] { return start(path, true); });
  expect(all.from_snapshot == 0, "a whole start used a snapshot");

  keep_a_snapshot(path);
  const Started kept = timed("start from a snapshot of the last entry", [&] { return start(path, false); });
  expect(kept.from_snapshot == all.entries && kept.digest == all.digest, "a snapshot is not the state it is of");

  const std::uint64_t tail = app::Upkeep::Pace{}.entries_a_snapshot;
  timed("as many entries more as a snapshot may be behind", [&] {
    const auto journal = open(path, false);
    bench::Town town(value(app::recover(*journal, cluster, journal->snapshots())).state, *journal);
    town.live_until_entry(all.entries + tail);
    return 0;
  });
  const Started behind = timed("start from that snapshot and the entries since", [&] { return start(path, false); });
  expect(behind.from_snapshot == all.entries, "the snapshot was not used");
  const Started again = timed("start from the first entry again", [&] { return start(path, true); });
  expect(behind.digest == again.digest && behind.entries == again.entries, "snapshot and tail are not the full replay");

  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{:<62} {:9.0f} MB\n", "most memory held at any time", static_cast<double>(usage.ru_maxrss) / 1e3);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t events = 1'000'000;
  CLI::App program("How long a hub takes to start on a long journal.", "wardlink_restart");
  program.add_option("--events", events, "Events in the journal")->capture_default_str();
  try {
    program.parse(argc, argv);
    const support::TemporaryDirectory folder;
    measure(events, folder.path() / "journal.db");
    return 0;
  } catch (const CLI::ParseError& error) {
    return program.exit(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "wardlink_restart: {}\n", error.what());
    return 1;
  }
}
