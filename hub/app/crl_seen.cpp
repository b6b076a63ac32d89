#include "hub/app/crl_seen.hpp"

#include <fmt/format.h>

#include <sstream>
#include <system_error>
#include <utility>

#include "hub/journal/file.hpp"

namespace wardlink::app {
namespace {

constexpr std::size_t file_bytes_max = 256;

}  // namespace

std::expected<CrlSeen, std::string> CrlSeen::open(std::filesystem::path file) {
  const auto text = journal::read_file(file, file_bytes_max);
  if (!text) return std::unexpected(text.error());
  CrlSeen seen(std::move(file));
  if (!*text) return seen;
  std::istringstream words(**text);
  if (!(words >> seen.seen_.ca >> seen.seen_.number)) {
    return std::unexpected(
        fmt::format("{} does not say which revocation list was in force last: remove it if the one "
                    "configured is the newest",
                    seen.file_.string()));
  }
  return seen;
}

std::expected<void, std::string> CrlSeen::check(const net::CrlIssue& issue) const {
  if (!issue.older_than(seen_)) return {};
  return std::unexpected(fmt::format("its number is {}: older than {}, which was in force (see {})", issue.number,
                                     seen_.number, file_.string()));
}

std::expected<void, std::string> CrlSeen::take(const net::CrlIssue& issue) {
  if (issue == seen_) return {};
  seen_ = issue;
  std::filesystem::path beside = file_;
  beside += ".new";
  std::error_code error;
  std::filesystem::remove(beside, error);
  const auto made = journal::open_or_create(beside);
  if (!made) return std::unexpected(made.error());
  if (auto written = journal::write_at(*made, fmt::format("{} {}\n", issue.ca, issue.number), 0); !written) {
    return written;
  }
  if (auto synced = journal::sync_data(*made); !synced) return synced;
  std::filesystem::rename(beside, file_, error);
  if (error) return std::unexpected(fmt::format("{} cannot be written: {}", file_.string(), error.message()));
  return journal::sync_folder_of(file_);
}

}  // namespace wardlink::app
