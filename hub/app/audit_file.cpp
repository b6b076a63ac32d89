#include "hub/app/audit_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "hub/base/limits.hpp"
#include "hub/ops/log.hpp"

namespace wardlink::app {
namespace {

namespace fs = std::filesystem;
namespace limits = base::limits;
using journal::Connection;
using journal::SqlError;

// A page looks at so many rows and no further: however few of them are asked for, the core has its turn again.
constexpr std::uint64_t rows_a_page = 4096;

constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS record(id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, first_us INTEGER NOT NULL, "
    "last_us INTEGER NOT NULL, count INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, "
    "detail TEXT NOT NULL) STRICT";

std::int64_t us(base::Time time) { return time.time_since_epoch().count(); }
/// Of any stamp: one that is no time of ours is the nearest that is.
std::int64_t us(const google::protobuf::Timestamp& stamp) {
  constexpr std::int64_t seconds_max = 253'402'300'799;  // the year 9999
  google::protobuf::Timestamp sane = stamp;
  sane.set_seconds(std::clamp(stamp.seconds(), -seconds_max, seconds_max));
  sane.set_nanos(std::clamp(stamp.nanos(), 0, 999'999'999));
  return us(base::from_proto(sane));
}

std::expected<Connection, SqlError> open_writer(const fs::path& path) {
  if (!fs::exists(path)) {
    const std::ofstream made(path);
    std::error_code ignored;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, ignored);
  }
  auto connection = Connection::open(path, Connection::Mode::write);
  if (!connection) return connection;
  for (const char* sql :
       {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", schema,
        "SELECT id, cluster, first_us, last_us, count, kind, who, address, detail FROM record LIMIT 1"}) {
    if (auto done = connection->execute(sql); !done) return std::unexpected(done.error());
  }
  return connection;
}

/// As it stands; or a new one, where this one is none.
std::expected<Connection, std::string> open_or_begin(const fs::path& path) {
  auto opened = open_writer(path);
  if (opened) return std::move(*opened);
  const std::string why = opened.error().message;
  // Only what is no audit makes way: another fault may pass, and the records are still there then.
  const int code = opened.error().code & 0xff;
  if (code != SQLITE_NOTADB && code != SQLITE_CORRUPT && code != SQLITE_ERROR) {
    return std::unexpected(fmt::format("cannot open the audit {}: {}", path.string(), why));
  }
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"})
    fs::rename(path.string() + suffix, path.string() + ".broken" + suffix, error);
  ops::Line("audit_put_aside", ops::Level::error)
      .field("file", path.string())
      .field("as", path.string() + ".broken")
      .field("error", why);
  opened = open_writer(path);
  if (!opened)
    return std::unexpected(fmt::format("cannot open the audit {}: {}", path.string(), opened.error().message));
  return std::move(*opened);
}

}  // namespace

std::expected<std::unique_ptr<AuditFile>, std::string> AuditFile::open(const fs::path& path, base::Clock& clock,
                                                                       ops::Metrics& metrics) {
  auto writer = open_or_begin(path);
  if (!writer) return std::unexpected(writer.error());
  auto reader = Connection::open(path, Connection::Mode::read);
  const auto last = writer->text("SELECT coalesce(max(id), 0) FROM record");
  if (!reader || !last) return std::unexpected(fmt::format("cannot read the audit {}", path.string()));
  return std::unique_ptr<AuditFile>(
      new AuditFile(std::move(*writer), std::move(*reader), std::stoull(*last), clock, metrics));
}

AuditFile::AuditFile(Connection writer, Connection reader, std::uint64_t last_id, base::Clock& clock,
                     ops::Metrics& metrics)
    : writer_(std::move(writer)),
      reader_(std::move(reader)),
      clock_(clock),
      metrics_(metrics),
      window_(last_id),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

AuditFile::~AuditFile() {
  thread_.request_stop();
  thread_.join();
  put(handed_over_);
  put(window_.take_changed(clock_.now()));
}

void AuditFile::record(const Audited& what) {
  const bool another = window_.record(what, clock_.now());
  metrics_.audited(what.kind, another);
}

void AuditFile::write() {
  const std::lock_guard lock(mutex_);
  if (!handed_over_.empty()) return;
  handed_over_ = window_.take_changed(clock_.now());
  if (!handed_over_.empty()) changed_.notify_one();
}

void AuditFile::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !handed_over_.empty(); })) {
    const std::vector<AuditRow> rows = handed_over_;
    lock.unlock();
    put(rows);
    lock.lock();
    handed_over_.clear();
    if (stop.stop_requested()) return;
  }
}

void AuditFile::put(const std::vector<AuditRow>& rows) {
  if (rows.empty()) return;
  const auto written = [&]() -> std::expected<void, SqlError> {
    if (auto begun = writer_.execute("BEGIN IMMEDIATE"); !begun) return begun;
    auto insert = writer_.prepare(
        "INSERT OR REPLACE INTO record(id, cluster, first_us, last_us, count, kind, who, address, detail) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    if (!insert) return std::unexpected(insert.error());
    for (const auto& [id, cluster, record] : rows) {
      auto done = insert->run(static_cast<std::int64_t>(id), std::string_view(cluster), us(record.first_at()),
                              us(record.last_at()), std::int64_t{record.count()}, std::string_view(record.kind()),
                              std::string_view(record.who()), std::string_view(record.address()),
                              std::string_view(record.detail()));
      if (!done) return done;
    }
    auto forget = writer_.prepare("DELETE FROM record WHERE id <= ?1");
    if (!forget) return std::unexpected(forget.error());
    const auto last = static_cast<std::int64_t>(rows.back().id);
    if (auto done = forget->run(last - static_cast<std::int64_t>(limits::audit_records_max)); !done) return done;
    return writer_.execute("COMMIT");
  }();
  if (written) return;
  static_cast<void>(writer_.execute("ROLLBACK"));
  metrics_.audit_lost(rows.size());
  ops::Line("audit_lost", ops::Level::error).field("records", rows.size()).field("error", written.error().message);
}

v1::AuditResult AuditFile::page(const std::string& cluster, const v1::Admin::Audit& query) {
  v1::AuditResult result;
  auto select = reader_.prepare(
      "SELECT id, first_us, last_us, count, kind, who, address, detail, (cluster = ?2 OR cluster = '') AND "
      "(?3 = '' OR kind = ?3) AND last_us >= ?4 AND first_us < ?5 FROM record WHERE id > ?1 ORDER BY id LIMIT ?6");
  if (!select) {
    ops::Line("audit_unreadable", ops::Level::error).field("error", select.error().message);
    return result;
  }
  const auto use =
      select->bind(static_cast<std::int64_t>(query.after_id()), std::string_view(cluster),
                   std::string_view(query.kind()), query.has_since() ? us(query.since()) : INT64_MIN,
                   query.has_until() ? us(query.until()) : INT64_MAX, static_cast<std::int64_t>(rows_a_page + 1));
  for (std::uint64_t rows = 0;; ++rows) {
    const auto row = select->step();
    if (!row || !*row) {
      result.set_next_after_id(0);
      return result;
    }
    if (rows == rows_a_page || static_cast<std::size_t>(result.records_size()) == limits::audit_page_max) break;
    result.set_next_after_id(static_cast<std::uint64_t>(select->integer(0)));
    if (select->integer(8) == 0) continue;
    auto& record = *result.add_records();
    record.set_id(static_cast<std::uint64_t>(select->integer(0)));
    *record.mutable_first_at() = base::to_proto(base::Time{base::Duration{select->integer(1)}});
    *record.mutable_last_at() = base::to_proto(base::Time{base::Duration{select->integer(2)}});
    record.set_count(static_cast<std::uint32_t>(select->integer(3)));
    record.set_kind(std::string(select->bytes(4)));
    record.set_who(std::string(select->bytes(5)));
    record.set_address(std::string(select->bytes(6)));
    record.set_detail(std::string(select->bytes(7)));
  }
  return result;
}

}  // namespace wardlink::app
