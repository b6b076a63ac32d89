// The delimited form: every message behind its length as a varint, as any protobuf library reads and writes it.
// Sans-I/O: bytes in, frames out, whatever pieces the network makes of them.
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wardlink::proto {

enum class FrameError {
  too_long,    // the length is over the reader's maximum
  bad_length,  // not a varint of at most 5 bytes
  empty,       // length 0: no message of the contract is empty
};

/// A sentence for the goodbye and the log.
[[nodiscard]] std::string_view describe(FrameError error);

/// Cuts a stream into frames. One reader a connection, one thread at a time.
///
///     std::string_view received = ...;
///     for (;;) {
///       auto frame = reader.next(received);
///       if (!frame) return close(frame.error());
///       if (!*frame) break;  // wants more bytes
///       handle(**frame);
///     }
///
/// A frame that lies whole in `received` is never copied. One that came in pieces is gathered, and memory is taken
/// only as its bytes arrive, never more than its length: a peer that announces much and sends little costs little.
class FrameReader {
 public:
  /// `frame_bytes_max`: the largest payload, the length's own bytes not counted.
  explicit FrameReader(std::size_t frame_bytes_max) : frame_bytes_max_(frame_bytes_max) {}

  /// Takes bytes off the front of `bytes`, until a frame is whole (its payload is returned, the rest is left in
  /// `bytes`) or all are used up (nullopt). The payload is valid until the next call and while the bytes handed in
  /// live. A length is judged as soon as it is read; after an error every further call gives the same error.
  [[nodiscard]] std::expected<std::optional<std::string_view>, FrameError> next(std::string_view& bytes);

  /// Bytes held for a frame not yet whole, as allocated.
  [[nodiscard]] std::size_t buffered_bytes() const { return gathered_.capacity(); }
  /// True between frames: here a stream may end.
  [[nodiscard]] bool at_boundary() const { return length_bytes_ == 0 && !length_known_; }

 private:
  std::expected<bool, FrameError> read_length(std::string_view& bytes);
  void gather(std::string_view piece);

  std::size_t frame_bytes_max_;
  std::uint64_t length_ = 0;
  unsigned length_bytes_ = 0;
  bool length_known_ = false;
  bool handed_out_ = false;  // gathered_ was returned by the last call
  std::optional<FrameError> error_;
  std::vector<char> gathered_;  // its reserve() is exact, unlike a string's
};

/// Appends `message` as one frame. The message must not be empty, nor its encoding 2 GiB or more
/// (std::length_error: a fault of the program).
void append_frame(std::string& out, const google::protobuf::MessageLite& message);
/// The same for a message already encoded, in pieces that are joined.
void append_frame(std::string& out, std::initializer_list<std::string_view> encoded_pieces);
inline void append_frame(std::string& out, std::string_view encoded) { append_frame(out, {encoded}); }

}  // namespace wardlink::proto
