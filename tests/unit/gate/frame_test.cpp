// What is a frame of the protocol at all.
#include <google/protobuf/unknown_field_set.h>

#include "hub/base/limits.hpp"
#include "tests/unit/gate/served_cluster.hpp"

namespace wardlink::gate::testing {
namespace {

v1::ClientFrame a_report() {
  v1::ClientFrame frame;
  auto command = sound(v1::Command::kReportIncident);
  command.mutable_report_incident()->mutable_place()->mutable_point()->set_lat_e7(1);
  *frame.mutable_submit() = submit(command);
  return frame;
}

v1::ClientFrame a_request() {
  v1::ClientFrame frame;
  auto command = sound(v1::Command::kRequestSupport);
  command.mutable_request_support()->add_forces()->set_count(1);
  command.mutable_request_support()->add_forces()->set_count(2);
  *frame.mutable_submit() = submit(command);
  return frame;
}

template <typename Message>
void add_unknown(Message* message) {
  message->GetReflection()->MutableUnknownFields(message)->AddVarint(4711, 1);
}

bool parses(const v1::ClientFrame& frame) { return parse(frame.SerializeAsString()).has_value(); }

TEST(Frame, IsParsedAsItWasSent) {
  const auto parsed = parse(a_report().SerializeAsString());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->SerializeAsString(), a_report().SerializeAsString());
}

TEST(Frame, WithoutAKindIsNone) { EXPECT_EQ(parse("").error().code(), v1::Rejection::INVALID); }

TEST(Frame, ThatIsNoProtobufIsNone) {
  EXPECT_FALSE(parse("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(parse(std::string(64, '\xFF')));
  const auto bytes = a_report().SerializeAsString();
  EXPECT_FALSE(parse(bytes.substr(0, bytes.size() - 1)));
}

TEST(Frame, WithTextThatIsNotUtf8IsNone) {
  auto bytes = a_report().SerializeAsString();
  bytes.replace(bytes.find("theft"), 5, "th\xFF\xFEt");
  EXPECT_FALSE(parse(bytes));
}

TEST(Frame, WithAnUnknownFieldIsRefusedAtAnyDepth) {
  auto frame = a_report();
  add_unknown(&frame);
  EXPECT_FALSE(parses(frame)) << "in the frame";

  frame = a_report();
  add_unknown(frame.mutable_submit());
  EXPECT_FALSE(parses(frame)) << "in the submit";

  frame = a_report();
  add_unknown(frame.mutable_submit()->mutable_command());
  EXPECT_FALSE(parses(frame)) << "in the command";

  frame = a_report();
  add_unknown(frame.mutable_submit()->mutable_command()->mutable_report_incident()->mutable_place()->mutable_point());
  EXPECT_FALSE(parses(frame)) << "in the point";

  frame = a_request();
  ASSERT_TRUE(parses(frame));
  add_unknown(frame.mutable_submit()->mutable_command()->mutable_request_support()->mutable_forces(1));
  EXPECT_FALSE(parses(frame)) << "in the second of a list";
}

// 64 KiB of them would be 30 times as much in memory.
TEST(Frame, OfEmptyPartsIsRefusedBeforeTheyAreBuilt) {
  auto frame = a_request();
  auto& request = *frame.mutable_submit()->mutable_command()->mutable_request_support();
  while (frame.ByteSizeLong() < base::limits::client_frame_bytes_max - 2) request.add_forces();
  EXPECT_EQ(parse(frame.SerializeAsString()).error().message(), "The frame would take too much memory.");

  frame = a_report();
  auto& content = *frame.mutable_submit()->mutable_command()->mutable_report_incident()->mutable_content();
  while (frame.ByteSizeLong() < base::limits::client_frame_bytes_max - 2) content.add_persons();
  EXPECT_FALSE(parses(frame));
}

TEST(Frame, OfTheLargestSizeAndOfOnePartIsParsed) {
  auto frame = a_report();
  auto& text = *frame.mutable_submit()->mutable_command()->mutable_report_incident()->mutable_content()->mutable_text();
  text.assign(base::limits::client_frame_bytes_max - frame.ByteSizeLong() - 16, 'a');
  EXPECT_TRUE(parses(frame)) << "too long a text is the form's to say, in words";
}

TEST(Frame, ACommandOfALaterIssueIsRefused) {
  v1::ClientFrame frame = a_report();
  auto* command = frame.mutable_submit()->mutable_command();
  command->clear_kind();
  command->GetReflection()->MutableUnknownFields(command)->AddLengthDelimited(40, "x");
  EXPECT_FALSE(parses(frame));
}

constexpr base::Time start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14}};

TEST(Rate, AllowsABurstAndThenTheRate) {
  Rate rate(2, 3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take(start));
  EXPECT_FALSE(rate.take(start));
  EXPECT_FALSE(rate.take(start + std::chrono::milliseconds(499)));
  EXPECT_TRUE(rate.take(start + std::chrono::milliseconds(501)));
  EXPECT_FALSE(rate.take(start + std::chrono::milliseconds(501)));
}

TEST(Rate, NeverSavesMoreThanTheBurst) {
  Rate rate(2, 3);
  EXPECT_TRUE(rate.take(start));
  const auto later = start + std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take(later));
  EXPECT_FALSE(rate.take(later));
}

}  // namespace
}  // namespace wardlink::gate::testing
