// The anchor: what a journal must at least contain, kept in a small file of its own beside the database, so that a
// journal that lost its end, or was replaced by an older copy, is found out when it is opened.
//
// The file has two slots, written in turn and synced, so that one whole slot survives a crash in the middle of a
// write. A slot is text, for the operator's eyes too; every line ends in a newline:
//
//     wardlink-anchor 1
//     counter <how often the anchor was written>
//     epoch <the journal's epoch>
//     entry <number> <chain hash in hex> <cluster>      one a cluster
//     sha256 <of the lines before, in hex>
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/journal/background.hpp"
#include "hub/journal/file.hpp"

namespace wardlink::journal {

/// Room for one slot: some 2,000 clusters.
inline constexpr std::size_t anchor_slot_bytes = 256 * 1024;

struct AnchorState {
  struct Point {
    std::uint64_t number = 0;
    std::string chain_hash;
    bool operator==(const Point&) const = default;
  };
  std::string epoch;
  std::map<std::string, Point, std::less<>> clusters;
  bool operator==(const AnchorState&) const = default;
};

[[nodiscard]] std::string encode_anchor(const AnchorState& state, std::uint64_t counter);

struct AnchorSlot {
  AnchorState state;
  std::uint64_t counter = 0;
};
/// nullopt where the text is not a whole slot.
[[nodiscard]] std::optional<AnchorSlot> decode_anchor(std::string_view slot);

struct AnchorContent {
  AnchorSlot newest;
  unsigned slot = 0;      // where it stands: 0 or 1
  bool one_lost = false;  // the other slot was written, and it or its place in the file is gone: it may be the newer
};
/// nullopt: there is no such file, or nothing was ever written to it. The error says that neither slot can be read.
[[nodiscard]] std::expected<std::optional<AnchorContent>, std::string> read_anchor(const std::filesystem::path& path);

/// Writes the anchor in the background, one group of entries behind the commits. A write or sync that fails
/// ends the process. One owner thread calls all of it.
class Anchor {
 public:
  /// Opens or makes the file, and has written `state` when it returns: into the slot that is not `found`'s (what
  /// read_anchor gave). Where that one says the same already, it is written again as it is, so that whoever finds a
  /// torn slot knows the journal to be ahead of the whole one.
  [[nodiscard]] static std::expected<std::unique_ptr<Anchor>, std::string> open(
      const std::filesystem::path& path, const std::optional<AnchorContent>& found, const AnchorState& state);
  Anchor(const Anchor&) = delete;
  Anchor& operator=(const Anchor&) = delete;

  /// Hands over what is durable now. At most one state waits: call wait_for_previous() first.
  void post(AnchorState state);
  /// Returns when everything posted is synced.
  void wait_for_previous() { writing_.wait(); }

 private:
  Anchor(File file, unsigned next_slot, std::uint64_t counter);
  void write(const AnchorState& state);

  File file_;
  unsigned next_slot_;
  std::uint64_t counter_;
  Background writing_;
};

}  // namespace wardlink::journal
