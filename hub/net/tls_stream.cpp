#include "hub/net/tls_stream.hpp"

#include <openssl/err.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <cerrno>

#include "hub/base/panic.hpp"

namespace wardlink::net {

using boost::system::error_code;

TlsStream::TlsStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<const ServerContext> context)
    : socket_(std::move(socket)), context_(std::move(context)), ssl_(SSL_new(context_->native())) {
  base::check(ssl_ != nullptr, "memory for a TLS connection");
  error_code error;
  socket_.non_blocking(true, error);
  base::check(!error && SSL_set_fd(ssl_.get(), socket_.native_handle()) == 1, "an accepted socket can be set up");
  SSL_set_accept_state(ssl_.get());
}

TlsStream::Obstacle TlsStream::obstacle(int result) {
  const int system_error = errno;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {.wait = Wait::read, .error = {}};
    case SSL_ERROR_WANT_WRITE:
      return {.wait = Wait::write, .error = {}};
    case SSL_ERROR_ZERO_RETURN:
      return {.wait = Wait::none, .error = boost::asio::error::eof};
    case SSL_ERROR_SSL: {
      const unsigned long code = ERR_peek_error();
      // The end of the connection without TLS saying so: lost, as a reset is.
      if (ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        return {.wait = Wait::none, .error = boost::asio::error::connection_reset};
      }
      return {.wait = Wait::none, .error = error_code(static_cast<int>(code), boost::asio::error::get_ssl_category())};
    }
    default:
      if (system_error == 0) return {.wait = Wait::none, .error = boost::asio::error::connection_reset};
      return {.wait = Wait::none, .error = error_code(system_error, boost::system::system_category())};
  }
}

// Each call below first makes sure that the socket is still ours (a closed one's number may be another's by now) and
// that no earlier error is left in OpenSSL's queue, which would be taken for this call's.

std::expected<void, TlsStream::Obstacle> TlsStream::handshake() {
  if (!socket_.is_open()) return std::unexpected(Obstacle{.error = boost::asio::error::operation_aborted});
  ERR_clear_error();
  errno = 0;
  if (const int result = SSL_do_handshake(ssl_.get()); result != 1) return std::unexpected(obstacle(result));
  return {};
}

std::expected<std::size_t, TlsStream::Obstacle> TlsStream::read(std::span<char> into) {
  if (!socket_.is_open()) return std::unexpected(Obstacle{.error = boost::asio::error::operation_aborted});
  ERR_clear_error();
  errno = 0;
  std::size_t bytes = 0;
  if (const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &bytes); result != 1) {
    return std::unexpected(obstacle(result));
  }
  return bytes;
}

std::expected<std::size_t, TlsStream::Obstacle> TlsStream::write(std::string_view bytes) {
  if (!socket_.is_open()) return std::unexpected(Obstacle{.error = boost::asio::error::operation_aborted});
  ERR_clear_error();
  errno = 0;
  std::size_t taken = 0;
  if (const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &taken); result != 1) {
    return std::unexpected(obstacle(result));
  }
  return taken;
}

void TlsStream::end_writing() {
  if (!socket_.is_open()) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
  error_code ignored;
  socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
}

void TlsStream::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace wardlink::net
