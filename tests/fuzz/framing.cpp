// Framing: whatever pieces the bytes come in, the frames are the same, and no more is held than was announced and came.
#include "proto/framing.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "hub/base/panic.hpp"
#include "tests/fuzz/input.hpp"

namespace wardlink::fuzz {
namespace {

using base::check;

constexpr std::size_t frame_bytes_max = 1024;

struct Read {
  std::vector<std::string> frames;
  std::optional<proto::FrameError> error;
  bool at_boundary = true;
  bool operator==(const Read&) const = default;
};

/// `piece`: gives the size of the next piece.
template <typename Piece>
Read read(std::string_view stream, Piece piece) {
  Read read;
  proto::FrameReader reader(frame_bytes_max);
  while (!stream.empty() && !read.error) {
    std::string_view bytes = stream.substr(0, std::max(std::size_t{1}, static_cast<std::size_t>(piece())));
    stream.remove_prefix(bytes.size());
    for (;;) {
      const auto frame = reader.next(bytes);
      check(reader.buffered_bytes() <= frame_bytes_max, "more is held than a frame's length");
      if (!frame) {
        read.error = frame.error();
        check(reader.next(bytes).error() == frame.error(), "an error stays");
        break;
      }
      if (!*frame) break;
      check(!(*frame)->empty() && (*frame)->size() <= frame_bytes_max, "a frame is of the size that is allowed");
      read.frames.emplace_back(**frame);
    }
    check(read.error || bytes.empty(), "all bytes are used up");
  }
  read.at_boundary = reader.at_boundary();
  return read;
}

void run(Input input) {
  const auto sizes = input.take(input.byte() % 16);
  const std::string_view stream = input.rest();
  const Read whole = read(stream, [&] { return stream.size(); });
  check(read(stream, [] { return 1; }) == whole, "byte by byte it is the same");
  std::size_t turn = 0;
  const auto odd = [&] { return sizes.empty() ? 7 : static_cast<unsigned char>(sizes[turn++ % sizes.size()]); };
  check(read(stream, odd) == whole, "in any pieces it is the same");

  std::string written;
  for (const auto& frame : whole.frames) proto::append_frame(written, frame);
  const Read again = read(written, [&] { return written.size(); });
  check(again.frames == whole.frames && !again.error && again.at_boundary, "what is written is read");
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::run({data, size});
  return 0;
}
