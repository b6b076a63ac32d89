// A plain blocking TLS client, so that the hub's side is tested against OpenSSL as any other program would use it.
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wardlink::support {

/// A blocking socket to 127.0.0.1:`port`, closed at the end; its calls fail after half a minute.
class TcpConnection {
 public:
  explicit TcpConnection(unsigned short port);
  ~TcpConnection();
  TcpConnection(const TcpConnection&) = delete;
  TcpConnection& operator=(const TcpConnection&) = delete;
  [[nodiscard]] int fd() const { return fd_; }
  /// Ends it with a reset.
  void reset();
  /// Reads until the other side has ended it; false: it did not.
  [[nodiscard]] bool read_to_end() const;

 private:
  int fd_ = -1;
};

class TlsClient {
 public:
  struct Options {
    std::filesystem::path identity{};  // cert.pem, key.pem, ca.pem; no certificate is shown when empty
    std::string alpn = "wardlink/1";
    int version = TLS1_3_VERSION;
  };
  TlsClient(unsigned short port, const Options& options);

  /// In TLS 1.3 a success says nothing yet about the hub's view.
  bool handshake();
  bool write(std::string_view bytes);
  /// One TLS record's bytes, or fewer; nothing at the end, orderly or not.
  std::optional<std::string> read();
  /// Everything up to the end.
  std::string read_all();
  /// After read() gave nothing: the hub said goodbye by TLS (close_notify).
  [[nodiscard]] bool ended_orderly() const { return ended_orderly_; }
  /// The TLS alert the hub sent, e.g. SSL_AD_CERTIFICATE_REVOKED; -1: none.
  [[nodiscard]] int alert() const { return alert_; }
  /// Orderly end.
  void close();
  void reset() { connection_.reset(); }
  [[nodiscard]] SSL* native() const { return ssl_.get(); }

 private:
  void note_failure(int result);

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  TcpConnection connection_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool ended_orderly_ = false;
  int alert_ = -1;
};

}  // namespace wardlink::support
