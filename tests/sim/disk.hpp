// The hub machine's disk.
#pragma once

#include <memory>

#include "hub/journal/journal.hpp"
#include "hub/journal/memory_journal.hpp"

namespace wardlink::sim {

class Disk {
 public:
  [[nodiscard]] std::unique_ptr<journal::Journal> open_journal();
  journal::MemoryJournal journal_;
};

}  // namespace wardlink::sim
