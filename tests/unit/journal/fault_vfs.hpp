// A disk that fails when it is told to: SQLite's own file layer with a switch in front of it.
#pragma once

#include <atomic>

namespace wardlink::journal::test {

struct DiskFaults {
  std::atomic<bool> full = false;           // every write finds no room
  std::atomic<bool> sync_fails = false;     // every sync fails
  std::atomic<bool> write_fails = false;    // every write fails, with room enough
  std::atomic<int> writes_until_full = -1;  // the disk is full after so many writes more; -1: never
};

/// Stands in front of SQLite's default file layer from the first call on, in the whole program.
[[nodiscard]] DiskFaults& disk_faults();

}  // namespace wardlink::journal::test
