#include "client/console/update_log.hpp"

#include <utility>

namespace wardlink::console {

void UpdateLog::put(std::string bytes) {
  ++head_;
  bytes_ += bytes.size();
  latest_.push_back(std::make_shared<const std::string>(std::move(bytes)));
  while (latest_.size() > updates_max || (bytes_ > bytes_max && latest_.size() > 1)) {
    bytes_ -= latest_.front()->size();
    latest_.pop_front();
  }
  changed_.raise();
}

void UpdateLog::forget() {
  // A number that nobody finds: every cursor is behind what is there.
  ++head_;
  latest_.clear();
  bytes_ = 0;
  changed_.raise();
}

UpdateLog::Bytes UpdateLog::at(std::uint64_t number) const {
  const std::uint64_t behind = head_ - number;
  return behind < latest_.size() ? latest_.at(latest_.size() - 1 - behind) : nullptr;
}

}  // namespace wardlink::console
