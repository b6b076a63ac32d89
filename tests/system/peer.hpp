// A station or officer that speaks the protocol by hand: blocking, one frame at a time, over real TLS. What `wardlink`
// would never send, this can.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proto/framing.hpp"
#include "tests/support/tls_client.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::system_test {

/// The connection is gone; what the hub said last, if it said anything.
struct Gone : std::runtime_error {
  explicit Gone(std::optional<v1::Goodbye> said)
      : std::runtime_error(said ? said->message() : "the connection ended"), goodbye(std::move(said)) {}
  std::optional<v1::Goodbye> goodbye;
};

class Peer {
 public:
  /// Shakes hands, says hello, has its clock measured. Throws Gone where the hub does not let it in.
  Peer(unsigned short port, const std::filesystem::path& identity);

  [[nodiscard]] const v1::Welcome& welcome() const { return welcome_; }

  void send(const v1::ClientFrame& frame);
  void send_bytes(std::string_view bytes);
  /// Ends the connection without a word, whatever is on its way.
  void reset() { client_->reset(); }
  /// So that soon nothing more fits in for a peer that does not read.
  void take_little() const;
  void submit_only(const std::string& id, const v1::Command& command, bool dry_run = false);
  v1::Receipt submit(const std::string& id, const v1::Command& command, bool dry_run = false);
  v1::Receipt submit(const v1::Command& command);
  v1::QueryResult ask(v1::Query query);
  v1::AdminResult ask(v1::Admin admin);
  void subscribe(std::uint64_t after_seq, const std::string& epoch);
  void acknowledge(std::uint64_t seq);
  /// A sign of life; the answer is left to be read.
  void ping();

  /// The next frame that is wanted; others are kept for later calls. Throws Gone.
  v1::HubFrame await(const std::function<bool(const v1::HubFrame&)>& wanted);
  /// The next frame, whatever it is.
  v1::HubFrame next();
  /// Everything of the subscription until caught up, and on until `enough`.
  std::vector<v1::HubFrame> until(const std::function<bool(const v1::HubFrame&)>& enough);

 private:
  v1::HubFrame read();

  std::unique_ptr<support::TlsClient> client_;
  proto::FrameReader reader_{1024 * 1024};
  std::string received_;
  std::size_t taken_ = 0;  // of received_
  std::deque<v1::HubFrame> kept_;
  v1::Welcome welcome_;
};

/// A fresh command id.
std::string new_id();

}  // namespace wardlink::system_test
