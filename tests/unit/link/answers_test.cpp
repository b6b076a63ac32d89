#include "client/link/answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client/link/memory_store.hpp"
#include "proto/text_search.hpp"

namespace wardlink::link {
namespace {

/// A copy with this many notes, of which every hundredth speaks of a bridge.
MemoryStore copy_of_notes(std::uint64_t count) {
  MemoryStore store;
  CopyBatch batch;
  for (std::uint64_t seq = 1; seq <= count; ++seq) {
    v1::Event event;
    event.set_seq(seq);
    event.mutable_incident_noted();
    event.mutable_content()->set_text(seq % 100 == 0 ? "Trên cầu T11" : "Yên tĩnh");
    batch.events.push_back(event);
  }
  EXPECT_TRUE(store.take(batch));
  return store;
}

/// Every page, one after the other; at most twenty.
std::vector<std::uint64_t> found(const MemoryStore& store, const std::string& text) {
  std::vector<std::uint64_t> seqs;
  v1::Query query;
  query.mutable_history()->set_text(text);
  for (int page = 0; page < 20; ++page) {
    const auto result = answer(store, query);
    for (const auto& event : result->history().events()) seqs.push_back(event.seq());
    if (result->history().next_after_seq() == 0) return seqs;
    query.mutable_history()->set_after_seq(result->history().next_after_seq());
  }
  ADD_FAILURE() << "the pages do not end";
  return seqs;
}

TEST(HistoryOfTheCopy, IsFoundWithAndWithoutDiacritics) {
  const auto store = copy_of_notes(300);
  EXPECT_THAT(found(store, "cầu"), testing::ElementsAre(100, 200, 300));
  EXPECT_EQ(found(store, "cau t11"), found(store, "Cầu T11"));
  EXPECT_THAT(found(store, "sông"), testing::IsEmpty());
}

TEST(HistoryOfTheCopy, GoesOnOverPagesInWhichNothingIsFound) {
  const auto store = copy_of_notes(5000);
  EXPECT_EQ(found(store, "cau").size(), 50U);
  EXPECT_EQ(found(store, "").size(), 5000U) << "without a text, everything once";
}

}  // namespace
}  // namespace wardlink::link
