// What happens again and again is one record with a count.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "hub/app/audit.hpp"
#include "hub/base/clock.hpp"

namespace wardlink::app {

/// A record as it is kept.
struct AuditRow {
  std::uint64_t id = 0;
  std::string cluster{};
  v1::AuditRecord record{};
};

/// Repeats of the same within audit_window of the first are one record. At most audit_open_max records are open for
/// repeats; what more there is shares one a cluster and kind, which names nobody. Single thread.
class AuditWindow {
 public:
  /// Ids go on after `last_id`.
  explicit AuditWindow(std::uint64_t last_id) : last_id_(last_id) {}

  /// False: it was counted in a record there already is.
  bool record(const Audited& what, base::Time now);
  /// The records that are new or changed since the last call, by id.
  [[nodiscard]] std::vector<AuditRow> take_changed(base::Time now);

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  struct Open {
    AuditRow row;
    base::Time first_at;
    bool changed = true;
  };
  bool count(const Key& key, base::Time now);
  void open(const Key& key, base::Time now);

  std::uint64_t last_id_;
  std::map<Key, Open> open_;
  std::vector<AuditRow> closed_;  // changed, and open no more
};

}  // namespace wardlink::app
