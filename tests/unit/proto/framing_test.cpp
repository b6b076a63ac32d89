#include "proto/framing.hpp"

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/delimited_message_util.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <stdexcept>

#include "wardlink/v1/wire.pb.h"

namespace wardlink::proto {
namespace {

constexpr std::size_t max_bytes = 64 * 1024;

v1::ClientFrame frame_with(std::size_t text_bytes) {
  v1::ClientFrame frame;
  frame.mutable_hello()->set_client(std::string(text_bytes, 'x'));
  return frame;
}

std::string reference_stream(const std::vector<v1::ClientFrame>& frames) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    for (const auto& frame : frames) google::protobuf::util::SerializeDelimitedToZeroCopyStream(frame, &stream);
  }
  return out;
}

/// Feeds `piece` and collects the frames, or the error.
std::expected<void, FrameError> feed(FrameReader& reader, std::string_view piece, std::vector<std::string>& out) {
  for (;;) {
    auto frame = reader.next(piece);
    if (!frame) return std::unexpected(frame.error());
    if (!*frame) {
      EXPECT_TRUE(piece.empty()) << "all bytes are taken before more are wanted";
      return {};
    }
    out.emplace_back(**frame);
  }
}

std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
  return out;
}

FrameError error_of(std::string_view bytes, std::size_t frame_bytes_max = max_bytes) {
  FrameReader reader(frame_bytes_max);
  const auto frame = reader.next(bytes);
  EXPECT_FALSE(frame.has_value());
  EXPECT_EQ(reader.buffered_bytes(), 0U) << "judged before anything is allocated";
  return frame ? FrameError{} : frame.error();
}

TEST(Framing, OneByteAtATime) {
  const std::vector<v1::ClientFrame> frames{frame_with(1), frame_with(127), frame_with(128), frame_with(20'000)};
  const std::string stream = reference_stream(frames);
  FrameReader reader(max_bytes);
  std::vector<std::string> out;
  for (const char& byte : stream) ASSERT_TRUE(feed(reader, {&byte, 1}, out));
  ASSERT_EQ(out.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) EXPECT_EQ(out[i], frames[i].SerializeAsString());
  EXPECT_TRUE(reader.at_boundary());
}

TEST(Framing, AgreesWithProtobufUnderAnyChunking) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<v1::ClientFrame> frames;
    const std::size_t count = 1 + random() % 20;
    for (std::size_t i = 0; i < count; ++i) frames.push_back(frame_with(random() % (seed % 3 == 0 ? 30'000 : 300)));

    const std::string stream = reference_stream(frames);
    std::string ours;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string encoded = frames[i].SerializeAsString();
      const std::size_t cut = random() % (encoded.size() + 1);
      if (random() % 2 == 0) {
        append_frame(ours, frames[i]);
      } else {
        append_frame(ours, {std::string_view(encoded).substr(0, cut), std::string_view(encoded).substr(cut)});
      }
    }
    ASSERT_EQ(ours, stream);

    FrameReader reader(max_bytes);
    std::vector<std::string> out;
    for (std::string_view rest = stream; !rest.empty();) {
      const std::string_view piece = rest.substr(0, random() % (random() % 4 == 0 ? 40'000 : 50));
      ASSERT_TRUE(feed(reader, piece, out));
      rest.remove_prefix(piece.size());
    }
    ASSERT_EQ(out.size(), count);
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(out[i], frames[i].SerializeAsString());
    EXPECT_TRUE(reader.at_boundary());
  }
}

TEST(Framing, AWholeFrameIsNotCopied) {
  const std::string stream = reference_stream({frame_with(10'000)});
  FrameReader reader(max_bytes);
  std::string_view rest = stream;
  const auto frame = reader.next(rest);
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->data() + (*frame)->size(), stream.data() + stream.size());
  EXPECT_EQ(reader.buffered_bytes(), 0U);
}

TEST(Framing, TheLongestFrameIsTakenAndOneByteMoreIsNot) {
  const std::string payload(max_bytes, 'p');
  std::string stream;
  append_frame(stream, payload);
  FrameReader reader(max_bytes);
  std::vector<std::string> out;
  ASSERT_TRUE(feed(reader, stream, out));
  ASSERT_EQ(out, std::vector{payload});
  EXPECT_EQ(error_of(varint(max_bytes + 1)), FrameError::too_long);
}

TEST(Framing, MalformedLengths) {
  EXPECT_EQ(error_of(std::string(1, '\0')), FrameError::empty);
  EXPECT_EQ(error_of(std::string("\x80\x80\x00", 3)), FrameError::empty);
  EXPECT_EQ(error_of(std::string("\x80\x80\x80\x80\x80", 5)), FrameError::bad_length);
  EXPECT_EQ(error_of(varint(std::numeric_limits<std::uint32_t>::max())), FrameError::too_long);
  const std::string ten_bytes = varint(std::numeric_limits<std::uint64_t>::max());
  ASSERT_EQ(ten_bytes.size(), 10U);
  EXPECT_EQ(error_of(ten_bytes), FrameError::too_long);
  EXPECT_EQ(error_of(ten_bytes, std::numeric_limits<std::size_t>::max()), FrameError::bad_length);
}

TEST(Framing, ALongerThanNeededLengthOfFiveBytesIsTaken) {
  FrameReader reader(max_bytes);
  std::vector<std::string> out;
  ASSERT_TRUE(feed(reader, std::string("\x83\x80\x80\x80\x00", 5) + "abc", out));
  EXPECT_EQ(out, std::vector<std::string>{"abc"});
}

TEST(Framing, AnOverlongLengthIsRefusedBeforeItsLastByte) {
  // 3 bytes of 5: already over the maximum, whatever follows.
  EXPECT_EQ(error_of("\xff\xff\xff"), FrameError::too_long);
}

TEST(Framing, AnErrorStays) {
  FrameReader reader(8);
  std::string_view bad = "\x09";
  ASSERT_FALSE(reader.next(bad).has_value());
  std::string_view good = "\x01z";
  const auto again = reader.next(good);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error(), FrameError::too_long);
}

TEST(Framing, MemoryFollowsWhatArrives) {
  FrameReader reader(max_bytes);
  std::vector<std::string> out;
  ASSERT_TRUE(feed(reader, varint(max_bytes) + "some", out));
  EXPECT_LE(reader.buffered_bytes(), 64U) << "announcing costs nothing";
  EXPECT_FALSE(reader.at_boundary());

  std::size_t most = 0;
  for (std::size_t sent = 4; sent < max_bytes; sent += 4) {
    ASSERT_TRUE(feed(reader, "more", out));
    most = std::max(most, reader.buffered_bytes());
    ASSERT_LE(reader.buffered_bytes(), std::max<std::size_t>(64, 2 * (sent + 4)));
  }
  EXPECT_EQ(most, max_bytes);
  ASSERT_EQ(out.size(), 1U);

  ASSERT_TRUE(feed(reader, varint(2) + "i", out));
  EXPECT_LE(reader.buffered_bytes(), 4096U) << "a large frame's buffer is given back";
}

TEST(Framing, AStreamThatEndsInsideAFrameIsSeen) {
  const std::string stream = reference_stream({frame_with(200)});
  for (std::size_t cut = 1; cut < stream.size(); ++cut) {
    FrameReader reader(max_bytes);
    std::vector<std::string> out;
    ASSERT_TRUE(feed(reader, std::string_view(stream).substr(0, cut), out));
    EXPECT_TRUE(out.empty());
    EXPECT_FALSE(reader.at_boundary()) << cut;
  }
}

TEST(Framing, AnEmptyMessageIsNeverWritten) {
  std::string out;
  EXPECT_THROW(append_frame(out, v1::ClientFrame{}), std::length_error);
  EXPECT_THROW(append_frame(out, std::string_view{}), std::length_error);
  EXPECT_TRUE(out.empty());
}

}  // namespace
}  // namespace wardlink::proto
