#include "tests/system/peer.hpp"

#include <sys/socket.h>

#include "client/link/clock.hpp"
#include "client/link/uuid.hpp"

namespace wardlink::system_test {

std::string new_id() { return link::new_uuid_v7(); }

Peer::Peer(unsigned short port, const std::filesystem::path& identity)
    : client_(std::make_unique<support::TlsClient>(port, support::TlsClient::Options{.identity = identity})) {
  if (!client_->handshake()) throw Gone(std::nullopt);
  v1::ClientFrame hello;
  hello.mutable_hello()->set_client("system test");
  *hello.mutable_hello()->mutable_client_time() = link::to_proto(link::Moment::now().wall);
  send(hello);
  welcome_ = await([](const v1::HubFrame& frame) { return frame.has_welcome(); }).welcome();
  ping();
}

void Peer::ping() {
  v1::ClientFrame frame;
  const auto now = link::to_proto(link::Moment::now().wall);
  *frame.mutable_ping()->mutable_client_time() = now;
  *frame.mutable_ping()->mutable_echo_hub_time() = welcome_.hub_time();
  *frame.mutable_ping()->mutable_echo_received_at() = now;
  send(frame);
}

void Peer::take_little() const {
  const int bytes = 4096;
  setsockopt(SSL_get_fd(client_->native()), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

void Peer::send(const v1::ClientFrame& frame) {
  std::string bytes;
  proto::append_frame(bytes, frame);
  send_bytes(bytes);
}

void Peer::send_bytes(std::string_view bytes) {
  // The hub's last words are still to be read when it has closed already.
  static_cast<void>(client_->write(bytes));
}

void Peer::submit_only(const std::string& id, const v1::Command& command, bool dry_run) {
  v1::ClientFrame frame;
  frame.mutable_submit()->set_id(id);
  frame.mutable_submit()->set_dry_run(dry_run);
  *frame.mutable_submit()->mutable_command() = command;
  send(frame);
}

v1::Receipt Peer::submit(const std::string& id, const v1::Command& command, bool dry_run) {
  submit_only(id, command, dry_run);
  return await([&](const v1::HubFrame& frame) { return frame.has_receipt() && frame.receipt().id() == id; }).receipt();
}

v1::Receipt Peer::submit(const v1::Command& command) { return submit(new_id(), command); }

v1::QueryResult Peer::ask(v1::Query query) {
  query.set_id(new_id());
  v1::ClientFrame frame;
  *frame.mutable_query() = query;
  send(frame);
  return await([&](const v1::HubFrame& f) { return f.has_query_result() && f.query_result().id() == query.id(); })
      .query_result();
}

v1::AdminResult Peer::ask(v1::Admin admin) {
  admin.set_id(new_id());
  v1::ClientFrame frame;
  *frame.mutable_admin() = admin;
  send(frame);
  return await([&](const v1::HubFrame& f) { return f.has_admin_result() && f.admin_result().id() == admin.id(); })
      .admin_result();
}

void Peer::subscribe(std::uint64_t after_seq, const std::string& epoch) {
  v1::ClientFrame frame;
  frame.mutable_subscribe()->set_after_seq(after_seq);
  frame.mutable_subscribe()->set_epoch(epoch);
  send(frame);
}

void Peer::acknowledge(std::uint64_t seq) {
  v1::ClientFrame frame;
  frame.mutable_ack()->set_seq(seq);
  send(frame);
}

v1::HubFrame Peer::read() {
  for (;;) {
    std::string_view rest = std::string_view(received_).substr(taken_);
    const auto frame = reader_.next(rest);
    taken_ = received_.size() - rest.size();
    if (!frame) throw std::runtime_error("the hub sent what is no frame");
    if (*frame) {
      v1::HubFrame parsed;
      if (!parsed.ParseFromArray((*frame)->data(), static_cast<int>((*frame)->size()))) {
        throw std::runtime_error("the hub sent what is no HubFrame");
      }
      if (parsed.has_goodbye()) throw Gone(parsed.goodbye());
      if (parsed.has_pong()) continue;
      return parsed;
    }
    auto piece = client_->read();
    if (!piece) throw Gone(std::nullopt);
    received_ = *std::move(piece);
    taken_ = 0;
  }
}

v1::HubFrame Peer::next() {
  if (kept_.empty()) return read();
  v1::HubFrame frame = std::move(kept_.front());
  kept_.pop_front();
  return frame;
}

v1::HubFrame Peer::await(const std::function<bool(const v1::HubFrame&)>& wanted) {
  for (auto it = kept_.begin(); it != kept_.end(); ++it) {
    if (!wanted(*it)) continue;
    v1::HubFrame frame = std::move(*it);
    kept_.erase(it);
    return frame;
  }
  for (;;) {
    v1::HubFrame frame = read();
    if (wanted(frame)) return frame;
    kept_.push_back(std::move(frame));
  }
}

std::vector<v1::HubFrame> Peer::until(const std::function<bool(const v1::HubFrame&)>& enough) {
  std::vector<v1::HubFrame> frames;
  do {
    frames.push_back(next());
  } while (!enough(frames.back()));
  return frames;
}

}  // namespace wardlink::system_test
