#include "hub/app/audit_window.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "hub/base/limits.hpp"

namespace wardlink::app {
namespace {

namespace limits = base::limits;

// Names nobody: whoever knocks from everywhere at once.
constexpr const char* many = "many";

/// Bounded, and not cut within a character.
std::string bounded(std::string_view text) {
  if (text.size() <= limits::audit_text_bytes_max) return std::string(text);
  std::size_t end = limits::audit_text_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

}  // namespace

bool AuditWindow::record(const Audited& what, base::Time now) {
  Key key{bounded(what.cluster), bounded(what.kind), bounded(what.who), bounded(what.address), bounded(what.detail)};
  if (count(key, now)) return false;
  if (open_.size() >= limits::audit_open_max) {
    key = {std::get<0>(key), std::get<1>(key), "", "", many};
    if (count(key, now)) return false;
  }
  open(key, now);
  return true;
}

/// True: in the record that is open under this key.
bool AuditWindow::count(const Key& key, base::Time now) {
  const auto found = open_.find(key);
  if (found == open_.end()) return false;
  if (now - found->second.first_at >= limits::audit_window) {
    if (found->second.changed) closed_.push_back(std::move(found->second.row));
    open_.erase(found);
    return false;
  }
  auto& record = found->second.row.record;
  record.set_count(record.count() + 1);
  *record.mutable_last_at() = base::to_proto(now);
  found->second.changed = true;
  return true;
}

void AuditWindow::open(const Key& key, base::Time now) {
  AuditRow row{.id = ++last_id_, .cluster = std::get<0>(key), .record = {}};
  row.record.set_id(row.id);
  *row.record.mutable_first_at() = base::to_proto(now);
  *row.record.mutable_last_at() = base::to_proto(now);
  row.record.set_count(1);
  row.record.set_kind(std::get<1>(key));
  row.record.set_who(std::get<2>(key));
  row.record.set_address(std::get<3>(key));
  row.record.set_detail(std::get<4>(key));
  open_.insert_or_assign(key, Open{.row = std::move(row), .first_at = now});
}

std::vector<AuditRow> AuditWindow::take_changed(base::Time now) {
  std::vector<AuditRow> rows = std::exchange(closed_, {});
  for (auto& [key, open] : open_) {
    if (open.changed) rows.push_back(open.row);
    open.changed = false;
  }
  std::erase_if(open_, [&](const auto& each) { return now - each.second.first_at >= limits::audit_window; });
  std::ranges::sort(rows, {}, &AuditRow::id);
  return rows;
}

}  // namespace wardlink::app
