#include "tests/bench/tls_channel.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace wardlink::bench {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t frame_bytes_max = 1024 * 1024;

}  // namespace

TlsChannel::TlsChannel(SSL_CTX* context, int socket, Side side)
    : socket_(socket), ssl_(SSL_new(context)), frames_(frame_bytes_max), input_(read_bytes, '\0') {
  if (!ssl_ || SSL_set_fd(ssl_.get(), socket_) != 1) throw std::runtime_error("OpenSSL takes no connection");
  SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_set_read_ahead(ssl_.get(), 1);
  SSL_set_default_read_buffer_len(ssl_.get(), read_bytes);
  side == Side::client ? SSL_set_connect_state(ssl_.get()) : SSL_set_accept_state(ssl_.get());
}

TlsChannel::~TlsChannel() { close(socket_); }

void TlsChannel::expect_waiting(int result, const char* doing) const {
  const int why = SSL_get_error(ssl_.get(), result);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return;
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  throw std::runtime_error(std::string("TLS connection lost while ") + doing + ": " +
                           (reason != nullptr ? reason : "no reason given"));
}

void TlsChannel::flush() {
  while (flushed_bytes_ < output_.size()) {
    ERR_clear_error();
    std::size_t taken = 0;
    const int result =
        SSL_write_ex(ssl_.get(), output_.data() + flushed_bytes_, output_.size() - flushed_bytes_, &taken);
    if (result != 1) return expect_waiting(result, "writing");
    flushed_bytes_ += taken;
  }
  output_.clear();
  flushed_bytes_ = 0;
}

bool TlsChannel::receive(const std::function<void(std::string_view frame)>& on_frame) {
  for (;;) {
    ERR_clear_error();
    std::size_t count = 0;
    const int result = SSL_read_ex(ssl_.get(), input_.data(), input_.size(), &count);
    if (result != 1) {
      const int why = SSL_get_error(ssl_.get(), result);
      const bool ended = why == SSL_ERROR_ZERO_RETURN || (why == SSL_ERROR_SYSCALL && errno == ECONNRESET) ||
                         ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
      if (!ended) expect_waiting(result, "reading");
      return !ended;
    }
    std::string_view bytes(input_.data(), count);
    for (;;) {
      const auto frame = frames_.next(bytes);
      if (!frame) throw std::runtime_error(std::string(proto::describe(frame.error())));
      if (!*frame) break;
      on_frame(**frame);
    }
  }
}

int connect_to_loopback(std::uint16_t port) {
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const int yes = 1;
  if (connection < 0 || connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0 ||
      fcntl(connection, F_SETFL, O_NONBLOCK) != 0) {
    throw std::system_error(errno, std::generic_category(), "connecting to 127.0.0.1");
  }
  return connection;
}

}  // namespace wardlink::bench
