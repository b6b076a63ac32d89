// The floor: a hub that decides nothing. It reads a record, makes it durable, and passes it on.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/journal_file.hpp"
#include "tests/bench/record.hpp"
#include "tests/bench/tls_channel.hpp"

namespace wardlink::bench {

/// One thread, one straight line: read what has come, write and sync it together, answer, pass on.
class BareHub {
 public:
  struct Options {
    std::filesystem::path identity;                // cert.pem, key.pem, ca.pem
    std::optional<std::filesystem::path> journal;  // absent: nothing is kept
    std::size_t journal_bytes = 64 * 1024 * 1024;
    bool echo = false;  // a message goes back to its sender and to nobody else
  };
  /// Listens on loopback. Errors: std::runtime_error.
  explicit BareHub(const Options& options);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Until the process is ended.
  [[noreturn]] void serve();

 private:
  struct Peer {
    Peer(SSL_CTX* context, int socket) : channel(context, socket, TlsChannel::Side::server) {}
    TlsChannel channel;
    bool subscriber = false;
  };
  struct ContextFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  void accept_all();
  void read(Peer& peer);
  void on_frame(Peer& peer, std::string_view frame);
  /// Makes what has gathered durable and tells everybody.
  void commit();

  const bool echo_;
  std::unique_ptr<SSL_CTX, ContextFree> context_;
  std::optional<JournalFile> journal_;
  int listener_ = -1;
  int poll_ = -1;
  std::uint16_t port_ = 0;
  std::map<int, std::unique_ptr<Peer>> peers_;  // by socket
  std::string gathered_;                        // messages, as frames
  std::vector<std::pair<Peer*, std::uint64_t>> senders_;
};

}  // namespace wardlink::bench
