// A message that would not be what it should, or take more than it may, is known before it is built.
#include "proto/shape.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include <string>

#include "wardlink/v1/wire.pb.h"

namespace wardlink::proto {
namespace {

constexpr ShapeLimits roomy{.memory_bytes_max = 1024 * 1024};

std::expected<void, ShapeError> check(const google::protobuf::Message& message, const ShapeLimits& limits = roomy) {
  return check_shape(message.SerializeAsString(), *message.GetDescriptor(), limits);
}

v1::ClientFrame a_request(int forces) {
  v1::ClientFrame frame;
  auto& request = *frame.mutable_submit()->mutable_command()->mutable_request_support();
  request.set_incident("i");
  for (int i = 0; i < forces; ++i) request.add_forces();
  return frame;
}

TEST(Shape, OfAnOrdinaryMessageIsSound) {
  auto frame = a_request(3);
  auto& content = *frame.mutable_submit()->mutable_command()->mutable_request_support()->mutable_content();
  content.set_text("cần thêm người");
  content.add_persons("Nguyễn Văn A");
  EXPECT_TRUE(check(frame));
  EXPECT_TRUE(check(v1::ClientFrame()));
}

TEST(Shape, BytesThatAreNoMessageAreNone) {
  const auto& frame = *v1::ClientFrame::descriptor();
  const std::string bytes = a_request(3).SerializeAsString();
  EXPECT_EQ(check_shape(bytes.substr(0, bytes.size() - 1), frame, roomy).error(), ShapeError::malformed);
  EXPECT_EQ(check_shape("\xFF", frame, roomy).error(), ShapeError::malformed);
  EXPECT_EQ(check_shape(std::string(64, '\xFF'), frame, roomy).error(), ShapeError::malformed);
  EXPECT_EQ(check_shape(std::string("\x0A\xFF\xFF\xFF\xFF\x0F", 6), frame, roomy).error(), ShapeError::malformed)
      << "a hello of 4 GiB";
  EXPECT_EQ(check_shape(std::string("\x0A\x04\x0A\x7F"
                                    "ab",
                                    6),
                        frame, roomy)
                .error(),
            ShapeError::malformed)
      << "a text longer than the message it is in";
  EXPECT_EQ(check_shape(std::string("\x02\x00", 2), frame, roomy).error(), ShapeError::malformed) << "field 0";
}

TEST(Shape, AFieldThatIsUnknownOrOfAnotherTypeIsSaidAtAnyDepth) {
  auto frame = a_request(1);
  auto* force = frame.mutable_submit()->mutable_command()->mutable_request_support()->mutable_forces(0);
  force->GetReflection()->MutableUnknownFields(force)->AddVarint(4711, 1);
  EXPECT_EQ(check(frame).error(), ShapeError::unknown_field);
  EXPECT_TRUE(check(frame, {.memory_bytes_max = 1024, .unknown_fields = true}));

  const auto& ack = *v1::Ack::descriptor();
  EXPECT_TRUE(check_shape(std::string("\x08\x01", 2), ack, roomy));
  EXPECT_EQ(check_shape(std::string("\x0A\x01\x01", 3), ack, roomy).error(), ShapeError::unknown_field) << "as text";
  EXPECT_EQ(check_shape("\x0B\x0C", ack, roomy).error(), ShapeError::unknown_field) << "as a group";
}

TEST(Shape, EmptyPartsCountAsTheMemoryTheyWouldTake) {
  for (const int parts : {1, 100, 30'000}) {
    const auto frame = a_request(parts);
    const std::size_t takes = frame.SpaceUsedLong();
    EXPECT_EQ(check(frame, {.memory_bytes_max = takes / 2}).error(), ShapeError::too_large) << parts;
    EXPECT_TRUE(check(frame, {.memory_bytes_max = takes * 2})) << parts;
  }
  v1::Content texts;
  for (int i = 0; i < 30'000; ++i) texts.add_persons();
  ASSERT_LE(texts.ByteSizeLong(), 60'000U);
  EXPECT_EQ(check(texts, {.memory_bytes_max = texts.SpaceUsedLong() / 2}).error(), ShapeError::too_large);
  EXPECT_TRUE(check(texts, {.memory_bytes_max = texts.SpaceUsedLong() * 2}));
}

TEST(Shape, NestingIsBounded) {
  google::protobuf::DescriptorProto message;  // a type that may hold itself
  auto* inner = &message;
  for (int depth = 1; depth < 16; ++depth) inner = inner->add_nested_type();
  EXPECT_TRUE(check(message));
  inner->add_nested_type();
  EXPECT_EQ(check(message).error(), ShapeError::too_deep);
}

}  // namespace
}  // namespace wardlink::proto
