#include "hub/journal/chain.hpp"

#include <gtest/gtest.h>

#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

const std::string salt(salt_bytes, 's');

Record split_next() {
  Entry entry = Script().next("t11");
  return split(entry, salt);
}

TEST(Chain, HashesAsStandardVectorsSay) {
  const std::string abc = sha256({"a", "", "bc"});
  EXPECT_EQ(abc.substr(0, 4), "\xba\x78\x16\xbf");
  EXPECT_EQ(abc.size(), hash_bytes);
  EXPECT_EQ(chain_start(), std::string(32, '\0'));
}

TEST(Chain, IsTheFormulaOfTheDesign) {
  const Record record = split_next();
  EXPECT_EQ(record.payload_digest, sha256({salt + record.payload}));
  EXPECT_EQ(chain_next(chain_start(), record.header, record.payload_digest),
            sha256({std::string(32, '\0') + sha256({record.header}) + sha256({salt + record.payload})}));
}

TEST(Chain, SplittingAndJoiningGivesTheSameEntry) {
  std::vector<Entry> entries = Script().next("t11", 10);
  for (Entry& entry : entries) {
    const v1::EntryHeader before = entry.header;
    const auto joined = join(split(entry, salt));
    EXPECT_EQ(entry.header.SerializeAsString(), before.SerializeAsString());
    ASSERT_TRUE(joined.has_value());
    EXPECT_EQ(joined->header.SerializeAsString(), entry.header.SerializeAsString());
    EXPECT_EQ(joined->payload.SerializeAsString(), entry.payload.SerializeAsString());
  }
}

TEST(Chain, TheHeaderHoldsNothingThatPeopleWrote) {
  Entry entry = Script().next("t11", 3).back();
  const Record record = split(entry, salt);
  for (const char* written : {"nội dung", "29A", "người"}) {
    EXPECT_EQ(record.header.find(written), std::string::npos);
    EXPECT_NE(record.payload.find(written), std::string::npos);
  }
}

TEST(Chain, EncodesAlikeWhateverTheOrderOfMaking) {
  v1::EntryPayload payload;
  Entry forwards{};
  Entry backwards{};
  for (int i = 0; i < 50; ++i) {
    forwards.header.add_events();
    backwards.header.add_events();
  }
  for (int i = 0; i < 50; ++i) {
    forwards.header.mutable_events(i)->mutable_event()->mutable_content()->set_text(std::to_string(i));
    backwards.header.mutable_events(49 - i)->mutable_event()->mutable_content()->set_text(std::to_string(49 - i));
  }
  EXPECT_EQ(split(forwards, salt).payload, split(backwards, salt).payload);
}

TEST(Chain, AContentThatStandsElsewhereIsNotKeptTwice) {
  Script script;
  (void)script.next("t11");
  Entry entry = script.next_referring("t11", 1);
  entry.header.mutable_events(0)->mutable_event()->mutable_content()->set_text("filled in by a reader");
  const Record record = split(entry, salt);
  EXPECT_EQ((record.header + record.payload).find("filled in"), std::string::npos);
}

TEST(Chain, EveryFlippedBitIsFound) {
  const Record whole = split_next();
  const std::string hash = chain_next(chain_start(), whole.header, whole.payload_digest);
  ASSERT_FALSE(find_fault(whole, chain_start(), hash).has_value());
  for (std::string Record::* part : {&Record::header, &Record::payload_digest, &Record::salt, &Record::payload}) {
    for (std::size_t bit = 0; bit < 8 * (whole.*part).size(); ++bit) {
      Record flipped = whole;
      (flipped.*part)[bit / 8] = static_cast<char>((flipped.*part)[bit / 8] ^ (1 << bit % 8));
      ASSERT_TRUE(find_fault(flipped, chain_start(), hash).has_value());
    }
  }
  EXPECT_TRUE(find_fault(whole, hash, hash).has_value()) << "after another entry";
}

TEST(Chain, StillVerifiesWhenSaltAndPayloadAreErased) {
  const Record record = split_next();
  const std::string hash = chain_next(chain_start(), record.header, record.payload_digest);
  const Record erased{.header = record.header, .payload_digest = record.payload_digest, .salt = {}, .payload = {}};
  EXPECT_EQ(chain_next(chain_start(), erased.header, erased.payload_digest), hash);
}

TEST(Chain, WhatIsNotAnEntryIsNotJoined) {
  Record record = split_next();
  record.payload = "\xff\xff";
  EXPECT_FALSE(join(record).has_value());
  record.header = "\xff\xff";
  EXPECT_FALSE(join(record).has_value());

  v1::EntryPayload stray;
  (*stray.mutable_contents())[7].set_text("of no event");
  EXPECT_FALSE(
      join({.header = {}, .payload_digest = {}, .salt = {}, .payload = stray.SerializeAsString()}).has_value());
}

}  // namespace
}  // namespace wardlink::journal::test
