#include "tests/bench/floor/bare_hub.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "proto/framing.hpp"

namespace wardlink::bench {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

SSL_CTX* make_context(const std::filesystem::path& identity) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (context == nullptr || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1 ||
      SSL_CTX_use_certificate_chain_file(context, (identity / "cert.pem").c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(context, (identity / "key.pem").c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_load_verify_locations(context, (identity / "ca.pem").c_str(), nullptr) != 1 ||
      SSL_CTX_set_num_tickets(context, 0) != 1) {
    throw std::runtime_error(fmt::format("{} is no identity of a hub", identity.string()));
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return context;
}

void watch(int poll, int socket) {
  epoll_event wanted{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.fd = socket}};
  if (epoll_ctl(poll, EPOLL_CTL_ADD, socket, &wanted) != 0) fail("epoll_ctl");
}

}  // namespace

BareHub::BareHub(const Options& options)
    : echo_(options.echo),
      context_(make_context(options.identity)),
      listener_(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      poll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (options.journal) journal_.emplace(*options.journal, options.journal_bytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    fail("listening");
  }
  port_ = ntohs(address.sin_port);
  watch(poll_, listener_);
}

void BareHub::serve() {
  std::array<epoll_event, 64> events{};
  for (;;) {
    const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), -1);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == listener_) {
        accept_all();
      } else if (const auto peer = peers_.find(socket); peer != peers_.end()) {
        read(*peer->second);
      }
    }
    commit();
  }
}

void BareHub::accept_all() {
  for (;;) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    peers_[socket] = std::make_unique<Peer>(context_.get(), socket);
    watch(poll_, socket);
  }
}

void BareHub::read(Peer& peer) {
  if (peer.channel.receive([&](std::string_view frame) { on_frame(peer, frame); })) return peer.channel.flush();
  std::erase_if(senders_, [&](const auto& sender) { return sender.first == &peer; });
  peers_.erase(peer.channel.socket());
}

void BareHub::on_frame(Peer& peer, std::string_view frame) {
  const Record record = Record::read(frame);
  if (record.kind != Record::Kind::message) {
    peer.subscriber = record.kind == Record::Kind::subscriber;
    Record{.kind = Record::Kind::ready}.append_to(peer.channel.output());
  } else if (echo_) {
    proto::append_frame(peer.channel.output(), frame);
  } else {
    proto::append_frame(gathered_, frame);
    senders_.emplace_back(&peer, record.number);
  }
}

void BareHub::commit() {
  if (gathered_.empty()) return;
  if (journal_) journal_->write(gathered_);
  for (const auto& [peer, number] : senders_) {
    Record{.kind = Record::Kind::taken, .number = number}.append_to(peer->channel.output());
  }
  for (const auto& [socket, peer] : peers_) {
    if (peer->subscriber) peer->channel.output() += gathered_;
    peer->channel.flush();
  }
  gathered_.clear();
  senders_.clear();
}

}  // namespace wardlink::bench
