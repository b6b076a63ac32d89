// What an event looks like on the wire, to each kind of recipient.
#include "hub/fanout/frames.hpp"

#include <gtest/gtest.h>

#include <google/protobuf/util/message_differencer.h>

#include "hub/base/limits.hpp"
#include "proto/framing.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::fanout {
namespace {

using google::protobuf::util::MessageDifferencer;

v1::Event opened(std::uint64_t seq) {
  v1::Event event;
  event.set_seq(seq);
  event.set_incident("incident-1");
  event.mutable_actor()->set_ward("quan-hoa");
  event.mutable_actor()->set_name("an");
  event.mutable_incident_opened()->set_category("missing_person");
  event.mutable_incident_opened()->mutable_report()->set_officer("an");
  event.mutable_content()->set_text("áo đỏ");
  event.mutable_content()->add_persons("Nguyễn Văn A");
  return event;
}

std::vector<v1::HubFrame> frames(std::string_view bytes) {
  std::vector<v1::HubFrame> found;
  proto::FrameReader reader(base::limits::hub_frame_bytes_max);
  while (!bytes.empty()) {
    const auto frame = reader.next(bytes);
    EXPECT_TRUE(frame && *frame) << "a frame above the limit, or cut";
    if (!frame || !*frame) break;
    EXPECT_TRUE(found.emplace_back().ParseFromString(std::string(**frame)));
  }
  return found;
}

TEST(Frames, TheComposedFrameIsTheEventWithItsPrevSeq) {
  for (const std::uint64_t prev_seq : {0ULL, 1ULL, 127ULL, 128ULL, 1ULL << 40}) {
    v1::Event event = opened(1ULL << 41);
    std::string out;
    append_event_frame(out, *Encoding(event).body(false), prev_seq);
    const auto found = frames(out);
    ASSERT_EQ(found.size(), 1U);
    event.set_prev_seq(prev_seq);
    EXPECT_TRUE(MessageDifferencer::Equals(found[0].event(), event)) << prev_seq;
  }
}

TEST(Frames, OneEncodingForAllWhoSeeAsMuch) {
  const v1::Event event = opened(3);
  Encoding encoding(event);
  EXPECT_EQ(encoding.body(false), encoding.body(false));
  EXPECT_EQ(encoding.body(true), encoding.body(true));
  EXPECT_NE(*encoding.body(false), *encoding.body(true));
}

TEST(Frames, ADescriptionNamesNobody) {
  const v1::Event event = opened(3);
  std::string out;
  append_event_frame(out, *Encoding(event).body(true), 2);
  const auto found = frames(out);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].event().description_only());
  EXPECT_EQ(found[0].event().content().text(), "áo đỏ");
  EXPECT_EQ(out.find("Nguyễn"), std::string::npos);
  EXPECT_EQ(found[0].event().actor().name(), "");
}

TEST(Frames, TheRecipientIsFoundByItsWard) {
  v1::StoredEvent stored;
  stored.add_audience()->set_ward("quan-hoa");
  stored.add_audience()->set_ward("cong-vi");
  ASSERT_NE(recipient(stored, "cong-vi"), nullptr);
  EXPECT_EQ(recipient(stored, "cong-vi")->ward(), "cong-vi");
  EXPECT_EQ(recipient(stored, "cong"), nullptr);
}

TEST(Frames, AStoryComesInChunks) {
  std::vector<v1::Event> events;
  for (std::uint64_t seq = 1; seq <= 2 * base::limits::story_events_a_frame + 1; ++seq) events.push_back(opened(seq));
  std::string out;
  append_story_frames(out, "incident-1", events);
  const auto found = frames(out);
  ASSERT_EQ(found.size(), 3U);
  std::uint64_t seq = 0;
  for (const auto& frame : found) {
    EXPECT_EQ(frame.story().incident(), "incident-1");
    EXPECT_LE(frame.story().events_size(), static_cast<int>(base::limits::story_events_a_frame));
    for (const auto& event : frame.story().events()) EXPECT_EQ(event.seq(), ++seq);
  }
  EXPECT_EQ(seq, events.size());
}

TEST(Frames, ALargeStoryKeepsEachFrameWithinItsLimit) {
  std::vector<v1::Event> events;
  for (std::uint64_t seq = 1; seq <= 40; ++seq) {
    events.push_back(opened(seq));
    events.back().mutable_content()->set_text(std::string(60'000, 'x'));
  }
  std::string out;
  append_story_frames(out, "incident-1", events);
  const auto found = frames(out);
  EXPECT_GE(found.size(), 3U);
  std::uint64_t seq = 0;
  for (const auto& frame : found) {
    EXPECT_LE(frame.ByteSizeLong(), base::limits::hub_frame_bytes_max);
    for (const auto& event : frame.story().events()) EXPECT_EQ(event.seq(), ++seq);
  }
  EXPECT_EQ(seq, 40U);
}

TEST(Frames, NoEventsNoStory) {
  std::string out;
  append_story_frames(out, "incident-1", {});
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace wardlink::fanout
