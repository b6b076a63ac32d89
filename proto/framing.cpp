#include "proto/framing.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace wardlink::proto {
namespace {

constexpr unsigned length_bytes_max = 5;
// A frame's buffer is kept for the next one up to this size: idle connections must not hold their largest frame.
constexpr std::size_t kept_bytes_max = 4096;

void append_length(std::string& out, std::size_t length) {
  if (length == 0 || length > std::numeric_limits<std::int32_t>::max()) throw std::length_error("frame length");
  while (length >= 0x80) {
    out.push_back(static_cast<char>((length & 0x7f) | 0x80));
    length >>= 7;
  }
  out.push_back(static_cast<char>(length));
}

}  // namespace

std::string_view describe(FrameError error) {
  switch (error) {
    case FrameError::too_long:
      return "the frame is too long";
    case FrameError::bad_length:
      return "the frame's length is malformed";
    case FrameError::empty:
      return "the frame is empty";
  }
  return "not a frame";
}

std::expected<std::optional<std::string_view>, FrameError> FrameReader::next(std::string_view& bytes) {
  if (error_) return std::unexpected(*error_);
  if (handed_out_) {
    handed_out_ = false;
    gathered_.clear();
    if (gathered_.capacity() > kept_bytes_max) std::vector<char>().swap(gathered_);
  }
  if (!length_known_) {
    const auto known = read_length(bytes);
    if (!known) {
      error_ = known.error();
      return std::unexpected(known.error());
    }
    if (!*known) return std::nullopt;
  }

  const auto missing = static_cast<std::size_t>(length_) - gathered_.size();
  const std::string_view piece = bytes.substr(0, missing);
  bytes.remove_prefix(piece.size());
  const bool whole = piece.size() == missing;
  if (!whole || !gathered_.empty()) gather(piece);
  if (!whole) return std::nullopt;

  length_known_ = false;
  length_ = 0;
  handed_out_ = !gathered_.empty();
  return handed_out_ ? std::string_view(gathered_.data(), gathered_.size()) : piece;
}

std::expected<bool, FrameError> FrameReader::read_length(std::string_view& bytes) {
  while (!bytes.empty()) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    length_ |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * length_bytes_);
    ++length_bytes_;
    // Judged with every byte: what the bytes so far say can only grow.
    if (length_ > frame_bytes_max_) return std::unexpected(FrameError::too_long);
    if ((byte & 0x80) == 0) {
      if (length_ == 0) return std::unexpected(FrameError::empty);
      length_bytes_ = 0;
      length_known_ = true;
      return true;
    }
    if (length_bytes_ == length_bytes_max) return std::unexpected(FrameError::bad_length);
  }
  return false;
}

void FrameReader::gather(std::string_view piece) {
  const std::size_t wanted = gathered_.size() + piece.size();
  if (wanted > gathered_.capacity()) {
    gathered_.reserve(std::clamp(2 * gathered_.capacity(), wanted, static_cast<std::size_t>(length_)));
  }
  gathered_.insert(gathered_.end(), piece.begin(), piece.end());
}

void append_frame(std::string& out, const google::protobuf::MessageLite& message) {
  append_length(out, message.ByteSizeLong());
  message.AppendPartialToString(&out);
}

void append_frame(std::string& out, std::initializer_list<std::string_view> encoded_pieces) {
  std::size_t length = 0;
  for (const std::string_view piece : encoded_pieces) length += piece.size();
  append_length(out, length);
  for (const std::string_view piece : encoded_pieces) out.append(piece);
}

}  // namespace wardlink::proto
