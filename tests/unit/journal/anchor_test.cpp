#include "hub/journal/anchor.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/journal/fixture.hpp"

namespace wardlink::journal::test {
namespace {

AnchorState state(std::uint64_t number) {
  AnchorState made{.epoch = "an-epoch", .clusters = {}};
  made.clusters["t11"] = {.number = number, .chain_hash = std::string(32, static_cast<char>(number))};
  made.clusters["a name with spaces"] = {.number = 2 * number, .chain_hash = std::string(32, '\xfe')};
  return made;
}

TEST(AnchorText, ReadsWhatItWrites) {
  const auto slot = decode_anchor(encode_anchor(state(7), 42));
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(slot->state, state(7));
  EXPECT_EQ(slot->counter, 42U);
}

TEST(AnchorText, TakesNothingThatIsNotWhole) {
  const std::string text = encode_anchor(state(7), 42);
  for (std::size_t cut = 0; cut < text.size(); ++cut) ASSERT_FALSE(decode_anchor(text.substr(0, cut)).has_value());
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(decode_anchor(flipped).has_value()) << bit;
  }
}

TEST(AnchorText, AShorterOneOverALongerOneIsWhole) {
  const std::string longer = encode_anchor(state(1'000'000), 1);
  const std::string shorter = encode_anchor({.epoch = "e", .clusters = {}}, 2);
  const auto slot = decode_anchor(shorter + longer.substr(shorter.size()));
  ASSERT_TRUE(slot.has_value());
  EXPECT_EQ(slot->counter, 2U);
}

class AnchorFile : public testing::Test {
 protected:
  std::optional<AnchorContent> read() const {
    auto content = read_anchor(path_);
    EXPECT_TRUE(content.has_value());
    return content.value_or(std::nullopt);
  }
  void spoil(unsigned slot) const {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(slot * anchor_slot_bytes + 30));
    file << '#';
  }
  TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "anchor";
};

TEST_F(AnchorFile, IsNoneBeforeTheFirstWrite) {
  EXPECT_FALSE(read().has_value());
  std::ofstream(path_, std::ios::binary) << std::string(1000, '\0');
  EXPECT_FALSE(read().has_value());
}

TEST_F(AnchorFile, HasEachStateAsSoonAsItIsWaitedFor) {
  const auto anchor = Anchor::open(path_, std::nullopt, state(1));
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(read()->newest.state, state(1));
  for (std::uint64_t i = 2; i < 20; ++i) {
    (*anchor)->post(state(i));
    (*anchor)->wait_for_previous();
    const auto content = read();
    EXPECT_EQ(content->newest.state, state(i));
    EXPECT_EQ(content->newest.counter, i);
    EXPECT_EQ(content->slot, (i - 1) % 2) << "in turn";
  }
}

TEST_F(AnchorFile, ClosingWaitsForWhatWasPosted) {
  for (std::uint64_t i = 1; i < 20; ++i) {
    const auto anchor = Anchor::open(path_, read(), state(i));
    ASSERT_TRUE(anchor.has_value());
    (*anchor)->post(state(1000 + i));
  }
  EXPECT_EQ(read()->newest.state, state(1019));
}

TEST_F(AnchorFile, OpenedWithWhatItSaysItStaysAsItIs) {
  ASSERT_TRUE(Anchor::open(path_, read(), state(5)).has_value());
  {
    const auto anchor = Anchor::open(path_, read(), state(6));
    ASSERT_TRUE(anchor.has_value());
  }
  const std::string before = slurp(path_);
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::filesystem::last_write_time(path_, long_ago);
  ASSERT_TRUE(Anchor::open(path_, read(), state(6)).has_value());
  EXPECT_TRUE(slurp(path_) == before) << "a torn slot would say that the journal is ahead of the other one";
  EXPECT_GT(std::filesystem::last_write_time(path_), long_ago) << "what was read may never have reached the disk";
  const auto anchor = Anchor::open(path_, read(), state(7));
  ASSERT_TRUE(anchor.has_value());
  EXPECT_EQ(read()->newest.state, state(7));
}

TEST_F(AnchorFile, OneSlotIsAlwaysWhole) {
  {
    const auto anchor = Anchor::open(path_, std::nullopt, state(1));
    ASSERT_TRUE(anchor.has_value());
    (*anchor)->post(state(2));
  }
  spoil(read()->slot);
  ASSERT_TRUE(read().has_value());
  EXPECT_EQ(read()->newest.state, state(1));
  EXPECT_TRUE(read()->one_lost);
  // The next one goes over the spoiled slot, never over the only whole one.
  ASSERT_TRUE(Anchor::open(path_, read(), state(3)).has_value());
  EXPECT_EQ(read()->newest.state, state(3));
  EXPECT_FALSE(read()->one_lost);
  spoil(0);
  spoil(1);
  EXPECT_FALSE(read_anchor(path_).has_value());
}

}  // namespace
}  // namespace wardlink::journal::test
