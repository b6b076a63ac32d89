// A state as bytes and back, in parts of bounded size: what a snapshot of it is made of. Equal states give equal parts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>

#include "hub/domain/state.hpp"
#include "wardlink/v1/snapshot.pb.h"

namespace wardlink::rules {

/// Raised whenever apply() makes another state of the same journal than it did, or a part comes to mean something else:
/// older snapshots are then of no use.
inline constexpr std::uint32_t state_format = 2;

/// A part grows to a little over this.
inline constexpr std::size_t state_part_bytes = 1024 * 1024;

/// Hands the state over part by part, the first one with its head. A part is only valid during the call.
void to_parts(const domain::State& state, const std::function<void(const v1::StatePart&)>& take);

/// Puts a state together again from its parts, in their order.
class StateFromParts {
 public:
  /// `adopted`: a state to which every file the cluster had adopted by then was applied, and nothing else: geography
  /// and regulations are parsed from the journal's own text.
  explicit StateFromParts(domain::State adopted) : state_(std::move(adopted)) {}

  void add(v1::StatePart part);
  /// After the last part. The error is the reason why these parts are not such a state.
  [[nodiscard]] std::expected<domain::State, std::string> finish();

 private:
  domain::State state_;
  v1::StatePart::Head head_;
};

}  // namespace wardlink::rules
