// What the station service says, in both languages.
#include "client/cli/station_sentences.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace wardlink::cli {
namespace {

std::multiset<std::string> places(std::string_view text) {
  static const std::regex place(R"(\{(\w+)\})");
  const std::string sentence(text);
  std::multiset<std::string> names;
  for (std::sregex_iterator it(sentence.begin(), sentence.end(), place), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

TEST(StationSentences, AreThereInBothLanguagesWithTheSamePlaces) {
  for (int i = 0; i < static_cast<int>(StationSay::last); ++i) {
    const auto what = static_cast<StationSay>(i);
    EXPECT_FALSE(sentence(Lang::vi, what).empty()) << i;
    EXPECT_FALSE(sentence(Lang::en, what).empty()) << i;
    EXPECT_EQ(places(sentence(Lang::vi, what)), places(sentence(Lang::en, what))) << sentence(Lang::en, what);
  }
}

/// The table is looked up by position: a line in the wrong place would say something else.
TEST(StationSentences, EachStandsAtItsPlace) {
  EXPECT_TRUE(sentence(Lang::en, StationSay::serving).contains("{station}"));
  EXPECT_TRUE(sentence(Lang::en, StationSay::copy_refused).starts_with("THE HUB REFUSES"));
  EXPECT_TRUE(sentence(Lang::en, StationSay::in_use).contains("Another service"));
  EXPECT_TRUE(sentence(Lang::en, StationSay::old_data).starts_with("OLD DATA"));
  EXPECT_TRUE(sentence(Lang::en, StationSay::no_outbox).contains("no outbox"));
}

}  // namespace
}  // namespace wardlink::cli
