// Asking a row of events what is in it.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "wardlink/v1/journal.pb.h"

namespace wardlink::rules::testing {

using Events = std::vector<v1::StoredEvent>;
using Set = std::set<std::string>;
inline const Set all_wards{"cong-vi", "nghia-do", "quan-hoa", "vinh-phuc"};
inline Set all_but(const std::string& ward) {
  Set wards = all_wards;
  wards.erase(ward);
  return wards;
}

inline const v1::StoredEvent* find(const Events& events, v1::Event::BodyCase kind, int nth = 0) {
  for (const auto& stored : events) {
    if (stored.event().body_case() == kind && nth-- == 0) return &stored;
  }
  return nullptr;
}
const v1::StoredEvent* find(Events&& events, v1::Event::BodyCase kind, int nth = 0) = delete;  // would dangle
inline int count(const Events& events, v1::Event::BodyCase kind) {
  return static_cast<int>(
      std::ranges::count_if(events, [&](const auto& stored) { return stored.event().body_case() == kind; }));
}
inline std::set<std::string> receivers(const v1::StoredEvent& stored) {
  std::set<std::string> wards;
  for (const auto& recipient : stored.audience()) wards.insert(recipient.ward());
  return wards;
}
/// The incidents whose story this ward hears with these events.
inline std::set<std::string> stories(const Events& events, std::string_view ward) {
  std::set<std::string> ids;
  for (const auto& stored : events) {
    for (const auto& recipient : stored.audience()) {
      if (recipient.ward() == ward) ids.insert(recipient.story_of().begin(), recipient.story_of().end());
    }
  }
  return ids;
}
inline std::set<std::string> alarmed(const Events& events) {
  std::set<std::string> wards;
  for (const auto& stored : events) wards.insert(stored.event().alarms().begin(), stored.event().alarms().end());
  return wards;
}
template <typename Words>
bool marked(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace wardlink::rules::testing
