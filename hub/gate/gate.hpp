// The only way in: what a peer may ask, and whether it is put in range (DESIGN.md, step 3, and the role table).
#pragma once

#include <string_view>

#include "hub/base/clock.hpp"
#include "hub/base/rejection.hpp"
#include "hub/domain/state.hpp"
#include "wardlink/v1/identity.pb.h"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::gate {

/// Parses one frame: refuses what is no ClientFrame, carries no kind, has unknown fields (at any depth), or would take
/// more memory than a frame may; that before anything is built.
[[nodiscard]] base::Expected<v1::ClientFrame> parse(std::string_view bytes);

/// Whether this identity is served now: its ward exists in the cluster and is valid today; `-` for an admin.
[[nodiscard]] base::Expected<void> admit(const domain::State& state, const v1::Identity& identity, base::Time now);

/// The role table, for what is not a command.
[[nodiscard]] bool may_subscribe(const v1::Identity& identity);
[[nodiscard]] bool may_query(const v1::Identity& identity);
[[nodiscard]] bool may_administer(const v1::Identity& identity);

/// Role, then form: ids, texts, numbers, places and times in range; nothing of it depends on incidents.
[[nodiscard]] base::Expected<void> check(const domain::State& state, const v1::Identity& identity,
                                         const v1::Submit& submit);

[[nodiscard]] base::Expected<void> check(const v1::Query& query);

/// A token bucket in hub time: one a session. Single thread.
class Rate {
 public:
  Rate(double per_s, double burst) : per_s_(per_s), burst_(burst), tokens_(burst) {}
  [[nodiscard]] bool take(base::Time now);

 private:
  double per_s_;
  double burst_;
  double tokens_;
  base::Time last_{};
};

}  // namespace wardlink::gate
