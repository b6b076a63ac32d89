// The marks of RULES.md, word for word: what a person should know about a report, a lead or a support.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace wardlink::rules {

namespace mark {
inline constexpr std::string_view future = "future";
inline constexpr std::string_view stale = "stale";
inline constexpr std::string_view typed = "typed";
inline constexpr std::string_view unmeasured = "unmeasured";
inline constexpr std::string_view vague = "vague";
inline constexpr std::string_view unlocated = "unlocated";
inline constexpr std::string_view tie = "tie";
inline constexpr std::string_view presence = "presence";
inline constexpr std::string_view unattended = "unattended";
inline constexpr std::string_view contact = "contact";
inline constexpr std::string_view handed_over = "handed-over";
inline constexpr std::string_view phone = "phone";
inline constexpr std::string_view unreachable = "unreachable";
inline constexpr std::string_view recalled = "recalled";
}  // namespace mark

/// Why a support ended without its target's doing.
namespace reason {
inline constexpr std::string_view became_lead = "became-lead";
inline constexpr std::string_view filled = "filled";
inline constexpr std::string_view resolved = "resolved";
inline constexpr std::string_view merged = "merged";
inline constexpr std::string_view no_ground = "no-ground";
}  // namespace reason

using Words = google::protobuf::RepeatedPtrField<std::string>;

[[nodiscard]] inline bool has(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

inline void add(Words& words, std::string_view word) {
  if (!has(words, word)) *words.Add() = word;
}

inline void remove(Words& words, std::string_view word) {
  words.erase(std::remove(words.begin(), words.end(), word), words.end());
}

}  // namespace wardlink::rules
