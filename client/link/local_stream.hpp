// Frames over the station service's local socket, either end.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "client/link/clock.hpp"
#include "client/link/error.hpp"
#include "client/link/protocol.hpp"
#include "proto/framing.hpp"
#include "wardlink/v1/station.pb.h"

namespace wardlink::link {

/// One reader and one writer at a time. After an error it is of no more use.
class LocalStream {
 public:
  explicit LocalStream(boost::asio::local::stream_protocol::socket socket) : socket_(std::move(socket)) {}

  /// The next message; `lost` when the other end is gone.
  [[nodiscard]] boost::asio::awaitable<Result<void>> read(google::protobuf::MessageLite& message);
  [[nodiscard]] boost::asio::awaitable<Result<void>> write(const google::protobuf::MessageLite& message);
  /// Until the other end says something or is gone.
  [[nodiscard]] boost::asio::awaitable<void> stirred();
  void close();

 private:
  boost::asio::local::stream_protocol::socket socket_;
  // Room for a hub's frame inside ours.
  proto::FrameReader reader_{hub_frame_bytes_max + 4096};
  std::vector<char> buffer_ = std::vector<char>(std::size_t{64} * 1024);
  std::string_view received_;
};

/// The program's end: what it asks of the service.
class LocalLink {
 public:
  /// Nothing where no service runs there (or not ours).
  [[nodiscard]] static boost::asio::awaitable<std::unique_ptr<LocalLink>> open(const std::filesystem::path& state);

  /// As the service greeted us.
  [[nodiscard]] const v1::StationStatus& status() const { return status_; }
  /// Sends, and waits for the first answer. timed_out ends the link.
  [[nodiscard]] boost::asio::awaitable<Result<v1::LocalAnswer>> ask(v1::LocalRequest request, SteadyTime until);
  /// The next answer to the same request.
  [[nodiscard]] boost::asio::awaitable<Result<v1::LocalAnswer>> next(SteadyTime until);

 private:
  explicit LocalLink(boost::asio::local::stream_protocol::socket socket) : stream_(std::move(socket)) {}

  LocalStream stream_;
  v1::StationStatus status_;
};

}  // namespace wardlink::link
