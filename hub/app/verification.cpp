#include "hub/app/verification.hpp"

#include <fmt/format.h>

#include "hub/app/founding.hpp"
#include "hub/journal/chain.hpp"
#include "hub/journal/sqlite_journal.hpp"
#include "hub/rules/state_parts.hpp"

namespace wardlink::app {
namespace {

std::string digest(const domain::State& state) {
  std::string digest;
  rules::to_parts(state, [&](const v1::StatePart& part) {
    digest =
        journal::sha256({digest, part.SerializeAsString()});  // no part has a map: its bytes are the same each time
  });
  return digest;
}

}  // namespace

std::expected<std::vector<std::string>, std::string> verify_journal(const ops::Config& config) {
  if (!std::filesystem::exists(config.journal)) {
    return std::unexpected(fmt::format("there is no journal {}", config.journal.string()));
  }
  std::vector<std::string> sentences;
  const auto journal = journal::SqliteJournal::open(
      config.journal,
      {.whole = true, .wal_bytes = 0, .notice = [&](std::string_view notice) { sentences.emplace_back(notice); }});
  if (!journal) return std::unexpected(describe(journal.error()));
  for (const auto& cluster : (*journal)->clusters()) {
    const auto all = recover(**journal, cluster);
    if (!all) return std::unexpected(all.error());
    const auto kept = recover(**journal, cluster, (*journal)->snapshots());
    if (!kept) return std::unexpected(kept.error());
    sentences.insert(sentences.end(), kept->notices.begin(), kept->notices.end());
    if (kept->snapshot_entry > 0 && digest(kept->state) != digest(all->state)) {
      return std::unexpected(
          fmt::format("cluster {}: the snapshot of entry {} is not what the entries come to. Remove {}.snapshots",
                      cluster, kept->snapshot_entry, config.journal.string()));
    }
    sentences.push_back(fmt::format(
        "cluster {}: {} entries, {} events, whole; {}", cluster, all->state.entries, all->state.seq,
        kept->snapshot_entry == 0 ? std::string("no snapshot")
                                  : fmt::format("its snapshot of entry {} is right", kept->snapshot_entry)));
  }
  return sentences;
}

}  // namespace wardlink::app
