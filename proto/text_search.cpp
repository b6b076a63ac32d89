#include "proto/text_search.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace wardlink::proto {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 7> letters{{
    {'a', "àÀáÁảẢãÃạẠăĂằẰắẮẳẲẵẴặẶâÂầẦấẤẩẨẫẪậẬ"},
    {'d', "đĐ"},
    {'e', "èÈéÉẻẺẽẼẹẸêÊềỀếẾểỂễỄệỆ"},
    {'i', "ìÌíÍỉỈĩĨịỊ"},
    {'o', "òÒóÓỏỎõÕọỌôÔồỒốỐổỔỗỖộỘơƠờỜớỚởỞỡỠợỢ"},
    {'u', "ùÙúÚủỦũŨụỤưƯừỪứỨửỬữỮựỰ"},
    {'y', "ỳỲýÝỷỶỹỸỵỴ"},
}};

/// Takes one character, of one or more bytes, off the front.
std::string_view take_character(std::string_view& text) {
  std::size_t bytes = 1;
  while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
  const auto character = text.substr(0, bytes);
  text.remove_prefix(bytes);
  return character;
}

std::map<std::string_view, char> plain_letters() {
  std::map<std::string_view, char> plain;
  for (auto [letter, variants] : letters) {
    while (!variants.empty()) plain.emplace(take_character(variants), letter);
  }
  return plain;
}

/// U+0300 to U+036F, as UTF-8.
bool combining(std::string_view character) { return character >= "\u0300" && character <= "\u036F"; }

}  // namespace

std::string fold(std::string_view text) {
  static const std::map<std::string_view, char> plain = plain_letters();
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    const auto character = take_character(text);
    if (character.size() == 1) {
      const char c = character.front();
      folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    } else if (const auto found = plain.find(character); found != plain.end()) {
      folded.push_back(found->second);
    } else if (!combining(character)) {
      folded += character;
    }
  }
  return folded;
}

bool mentions(const v1::Event& event, std::string_view folded) {
  if (folded.empty()) return true;
  const auto found = [&](const std::string& text) { return fold(text).contains(folded); };
  const auto& content = event.content();
  return found(content.text()) || found(content.sensitive_text()) || std::ranges::any_of(content.persons(), found) ||
         std::ranges::any_of(content.plates(), found) || std::ranges::any_of(content.phones(), found) ||
         found(event.support_moved().reason());
}

}  // namespace wardlink::proto
