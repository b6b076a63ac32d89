// Names for ids, as the hub's directory gives them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "client/cli/lang.hpp"
#include "client/link/clock.hpp"
#include "wardlink/v1/query.pb.h"

namespace wardlink::cli {

/// Without a directory every name is its id, and the zone is this machine's.
class Names {
 public:
  Names() = default;
  explicit Names(v1::DirectoryResult directory) : directory_(std::move(directory)) {}

  [[nodiscard]] std::string ward(std::string_view id) const;
  [[nodiscard]] std::string zone(std::string_view id) const;
  [[nodiscard]] std::string category(std::string_view id, Lang lang) const;
  /// Empty where unknown.
  [[nodiscard]] std::string duty_phone(std::string_view ward) const;
  [[nodiscard]] std::chrono::minutes utc_offset(link::WallTime at) const;
  /// dd/MM/yyyy HH:mm:ss in the cluster's zone.
  [[nodiscard]] std::string time(const google::protobuf::Timestamp& stamp) const;

 private:
  [[nodiscard]] const v1::DirectoryResult::Ward* find_ward(std::string_view id) const;

  std::optional<v1::DirectoryResult> directory_;
};

}  // namespace wardlink::cli
