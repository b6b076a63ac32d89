#include "client/cli/names.hpp"

#include "client/cli/times.hpp"

namespace wardlink::cli {
namespace {

template <typename Items>
auto find(const Items& items, std::string_view id) -> decltype(&*items.begin()) {
  for (const auto& item : items) {
    if (item.id() == id) return &item;
  }
  return nullptr;
}

}  // namespace

const v1::DirectoryResult::Ward* Names::find_ward(std::string_view id) const {
  return directory_ ? find(directory_->wards(), id) : nullptr;
}

std::string Names::ward(std::string_view id) const {
  const auto* ward = find_ward(id);
  return ward != nullptr && !ward->name().empty() ? ward->name() : std::string(id);
}

std::string Names::zone(std::string_view id) const {
  const auto* zone = directory_ ? find(directory_->zones(), id) : nullptr;
  return zone != nullptr && !zone->name().empty() ? zone->name() : std::string(id);
}

std::string Names::category(std::string_view id, Lang lang) const {
  const auto* category = directory_ ? find(directory_->categories(), id) : nullptr;
  const std::string name = category != nullptr ? in(lang, category->name()) : "";
  return name.empty() ? std::string(id) : name;
}

std::string Names::duty_phone(std::string_view id) const {
  const auto* ward = find_ward(id);
  return ward != nullptr ? ward->duty_phone() : "";
}

std::chrono::minutes Names::utc_offset(link::WallTime at) const {
  return directory_ ? std::chrono::minutes(directory_->utc_offset_minutes()) : local_offset(at);
}

std::string Names::time(const google::protobuf::Timestamp& stamp) const {
  const link::WallTime at = link::from_proto(stamp);
  return format_time(at, utc_offset(at));
}

}  // namespace wardlink::cli
