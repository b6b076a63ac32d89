#include "client/link/socket.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace wardlink::link {
namespace {

namespace asio = boost::asio;
using Kind = Error::Kind;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// The alerts by which a hub says that our certificate will not do.
bool refuses_certificate(const boost::system::error_code& error) {
  if (error.category() != asio::error::get_ssl_category()) return false;
  switch (ERR_GET_REASON(static_cast<unsigned long>(error.value()))) {
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return true;
    default:
      return false;
  }
}

/// The certificate must be for this host, by name or by address.
void expect_host(SSL* ssl, const std::string& host) {
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  const bool set = not_an_address ? SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                                             const_cast<char*>(host.c_str())) == 1 &&
                                        SSL_set1_host(ssl, host.c_str()) == 1
                                  : X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  if (!set) throw std::runtime_error("OpenSSL does not take the host name " + host);
}

/// Closes a socket that takes too long; silenced by its destruction.
class Deadline {
 public:
  Deadline(const asio::any_io_executor& executor, SteadyTime until, asio::ip::tcp::resolver& resolver,
           asio::ip::tcp::socket& socket)
      : timer_(executor, until) {
    timer_.async_wait([&resolver, &socket, state = state_](const boost::system::error_code& error) {
      if (error || state->over) return;
      state->passed = true;
      boost::system::error_code ignored;
      resolver.cancel();
      socket.close(ignored);
    });
  }
  // A handler that is queued already cannot be cancelled any more.
  ~Deadline() {
    state_->over = true;
    timer_.cancel();
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  [[nodiscard]] bool passed() const { return state_->passed; }

 private:
  struct State {
    bool passed = false;
    bool over = false;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
  asio::steady_timer timer_;
};

}  // namespace

Connection::Socket::Socket(const asio::any_io_executor& executor, asio::ssl::context& context, Endpoint endpoint)
    : executor_(executor),
      resolver_(executor),
      stream_(executor, context),
      endpoint_(std::move(endpoint)),
      changed_(executor),
      output_(executor),
      ticker_(executor) {}

asio::awaitable<Result<void>> Connection::Socket::connect(SteadyTime until) {
  const Deadline deadline(executor_, until, resolver_, stream_.next_layer());
  const auto [unresolved, addresses] =
      co_await resolver_.async_resolve(endpoint_.host, std::to_string(endpoint_.port), as_result);
  if (deadline.passed()) co_return fail(Kind::unreachable, "no answer in time");
  if (unresolved) co_return fail(Kind::unreachable, unresolved.message());
  const auto [refused, address] = co_await asio::async_connect(stream_.next_layer(), addresses, as_result);
  if (deadline.passed()) co_return fail(Kind::unreachable, "no answer in time");
  if (refused) co_return fail(Kind::unreachable, refused.message());
  auto done = co_await shake_hands();
  if (!done && deadline.passed()) co_return fail(Kind::unreachable, "no answer in time");
  co_return done;
}

asio::awaitable<Result<void>> Connection::Socket::shake_hands() {
  boost::system::error_code error;
  stream_.next_layer().set_option(asio::ip::tcp::no_delay(true), error);
  SSL* ssl = stream_.native_handle();
  expect_host(ssl, endpoint_.host);

  const auto [refused] = co_await stream_.async_handshake(asio::ssl::stream_base::client, as_result);
  if (refused) {
    const long verdict = SSL_get_verify_result(ssl);
    if (verdict != X509_V_OK) co_return fail(Kind::hub_untrusted, X509_verify_cert_error_string(verdict));
    if (refuses_certificate(refused)) co_return fail(Kind::identity_refused, refused.message());
    co_return fail(Kind::unreachable, "TLS: " + refused.message());
  }
  const unsigned char* name = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(ssl, &name, &length);
  if (std::string_view(reinterpret_cast<const char*>(name), length) != "wardlink/1") {
    co_return fail(Kind::protocol, "what answers there does not speak wardlink/1");
  }
  co_return Result<void>{};
}

void Connection::Socket::start(std::string_view client) {
  protocol_.emplace(client, Moment::now());
  spawn(read());
  spawn(write());
  spawn(keep_time());
}

void Connection::Socket::spawn(asio::awaitable<void> part) {
  asio::co_spawn(executor_, std::move(part), [self = shared_from_this()](const std::exception_ptr& thrown) {
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& fault) {
      self->end({Kind::lost, fault.what()});
    }
  });
}

asio::awaitable<void> Connection::Socket::read() {
  std::vector<char> buffer(std::size_t{64} * 1024);
  while (!closed_) {
    const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(buffer), as_result);
    if (leaving_ && error) close();  // the hub is gone, too: nothing is left to wait for
    if (closed_) co_return;
    if (error) {
      end(explain(error));
      co_return;
    }
    if (auto taken = protocol_->received({buffer.data(), bytes}, Moment::now()); !taken) {
      end(std::move(taken.error()));
      co_return;
    }
    changed_.raise();
    if (protocol_->has_output()) output_.raise();
  }
}

asio::awaitable<void> Connection::Socket::write() {
  while (!closed_) {
    if (!protocol_->has_output()) {
      co_await output_.wait();
      continue;
    }
    const std::string bytes = protocol_->take_output();
    writing_ = true;
    const auto [error, written] = co_await asio::async_write(stream_, asio::buffer(bytes), as_result);
    writing_ = false;
    // The reader finds out why: a hub's last words may still be on their way to us.
    if (error) co_return;
    changed_.raise();
  }
}

asio::awaitable<void> Connection::Socket::keep_time() {
  while (!closed_) {
    ticker_.expires_at(protocol_->next_tick());
    co_await ticker_.async_wait(as_result);
    if (closed_) co_return;
    if (auto alive = protocol_->tick(Moment::now()); !alive) {
      end(std::move(alive.error()));
      co_return;
    }
    if (protocol_->has_output()) output_.raise();
  }
}

Error Connection::Socket::explain(const boost::system::error_code& error) const {
  if (refuses_certificate(error)) return {Kind::identity_refused, error.message()};
  if (!protocol_->welcome()) return {Kind::unreachable, "closed before its welcome: " + error.message()};
  return {Kind::lost, error.message()};
}

void Connection::Socket::end(Error error) {
  if (!error_) error_ = std::move(error);
  close();
}

void Connection::Socket::leave() {
  if (closed_ || !protocol_ || !written()) return close();
  leaving_ = true;
  spawn(say_farewell());
}

asio::awaitable<void> Connection::Socket::say_farewell() {
  constexpr std::chrono::milliseconds farewell_max{500};
  const Deadline deadline(executor_, std::chrono::steady_clock::now() + farewell_max, resolver_, stream_.next_layer());
  co_await stream_.async_shutdown(as_result);
  close();
}

void Connection::Socket::close() {
  closed_ = true;
  boost::system::error_code ignored;
  resolver_.cancel();
  stream_.next_layer().close(ignored);
  ticker_.cancel();
  output_.raise();
  changed_.raise();
}

}  // namespace wardlink::link
