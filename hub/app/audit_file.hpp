// The audit's own small database beside the journal. A storm of denials costs the core no more than counting: writing
// is another thread's, in batches.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "hub/app/audit_window.hpp"
#include "hub/journal/sqlite.hpp"
#include "hub/ops/metrics.hpp"

namespace wardlink::app {

/// At most audit_records_max records; the oldest give way. What is not yet written when the process is killed, about a
/// second of it, is lost; a write that fails is said in the log and counted, and the hub goes on. Core thread.
class AuditFile final : public Audit {
 public:
  /// A file that is no audit (any more) is put aside under another name and a new one begun. The error is a sentence.
  [[nodiscard]] static std::expected<std::unique_ptr<AuditFile>, std::string> open(const std::filesystem::path& path,
                                                                                   base::Clock& clock,
                                                                                   ops::Metrics& metrics);
  /// Writes what is left.
  ~AuditFile() override;
  AuditFile(const AuditFile&) = delete;
  AuditFile& operator=(const AuditFile&) = delete;

  void record(const Audited& what) override;
  [[nodiscard]] v1::AuditResult page(const std::string& cluster, const v1::Admin::Audit& query) override;
  /// From time to time: hands over what changed, unless the last is still being written.
  void write();

 private:
  AuditFile(journal::Connection writer, journal::Connection reader, std::uint64_t last_id, base::Clock& clock,
            ops::Metrics& metrics);
  void run(const std::stop_token& stop);
  void put(const std::vector<AuditRow>& rows);

  journal::Connection writer_;  // the writing thread's, once it runs
  journal::Connection reader_;
  base::Clock& clock_;
  ops::Metrics& metrics_;
  AuditWindow window_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::vector<AuditRow> handed_over_;
  std::jthread thread_;
};

}  // namespace wardlink::app
