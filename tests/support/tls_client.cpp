#include "tests/support/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <stdexcept>

namespace wardlink::support {

TcpConnection::TcpConnection(unsigned short port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{.tv_sec = 30, .tv_usec = 0};
  const int on = 1;
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd_);
    throw std::runtime_error("connect");
  }
}

TcpConnection::~TcpConnection() {
  if (fd_ >= 0) ::close(fd_);
}

void TcpConnection::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd_);
  fd_ = -1;
}

bool TcpConnection::read_to_end() const {
  std::array<char, 4096> piece;
  ssize_t count = 1;
  while (count > 0) count = recv(fd_, piece.data(), piece.size(), 0);
  return count == 0 || errno == ECONNRESET;
}

TlsClient::TlsClient(unsigned short port, const Options& options)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), connection_(port), ssl_(nullptr, SSL_free) {
  std::signal(SIGPIPE, SIG_IGN);
  SSL_CTX_set_min_proto_version(context_.get(), options.version);
  SSL_CTX_set_max_proto_version(context_.get(), options.version);
  if (!options.identity.empty()) {
    if (SSL_CTX_use_certificate_file(context_.get(), (options.identity / "cert.pem").c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context_.get(), (options.identity / "key.pem").c_str(), SSL_FILETYPE_PEM) != 1) {
      throw std::runtime_error("the client's identity " + options.identity.string());
    }
    SSL_CTX_load_verify_file(context_.get(), (options.identity / "ca.pem").c_str());
  }
  ssl_.reset(SSL_new(context_.get()));
  if (!options.alpn.empty()) {
    const std::string wire = static_cast<char>(options.alpn.size()) + options.alpn;
    SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const std::uint8_t*>(wire.data()),
                        static_cast<unsigned>(wire.size()));
  }
  SSL_set_fd(ssl_.get(), connection_.fd());
}

void TlsClient::note_failure(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  ended_orderly_ = error == SSL_ERROR_ZERO_RETURN;
  const unsigned long code = ERR_peek_error();
  const int reason = ERR_GET_REASON(code);
  if (error == SSL_ERROR_SSL && reason >= SSL_AD_REASON_OFFSET) alert_ = reason - SSL_AD_REASON_OFFSET;
}

bool TlsClient::handshake() {
  ERR_clear_error();
  const int result = SSL_connect(ssl_.get());
  if (result != 1) note_failure(result);
  return result == 1;
}

bool TlsClient::write(std::string_view bytes) {
  ERR_clear_error();
  return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

std::optional<std::string> TlsClient::read() {
  ERR_clear_error();
  std::string piece(16 * 1024, '\0');
  const int result = SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()));
  if (result <= 0) {
    note_failure(result);
    return std::nullopt;
  }
  piece.resize(static_cast<std::size_t>(result));
  return piece;
}

std::string TlsClient::read_all() {
  std::string all;
  while (const auto piece = read()) all += *piece;
  return all;
}

void TlsClient::close() { SSL_shutdown(ssl_.get()); }

}  // namespace wardlink::support
