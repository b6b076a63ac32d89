#include "hub/app/peer_session.hpp"

#include <boost/asio/post.hpp>

#include "hub/base/limits.hpp"
#include "hub/ops/address.hpp"

namespace wardlink::app {

PeerSession::PeerSession(Core& core, std::shared_ptr<net::Session> session, ops::Metrics& metrics,
                         std::function<void(PeerSession&)> on_end)
    : session_(std::move(session)),
      on_end_(std::move(on_end)),
      hello_deadline_(session_->executor(), base::limits::hello_max),
      conversation_(core, *this, metrics) {}

void PeerSession::start() {
  hello_deadline_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    if (const auto self = weak.lock(); self && !error) self->conversation_.on_hello_due();
  });
  session_->start(shared_from_this());
}

void PeerSession::on_closed(net::CloseReason reason) {
  hello_deadline_.cancel();
  conversation_.on_closed(reason);
  on_end_(*this);
}

void PeerSession::wake_later() {
  boost::asio::post(session_->executor(), [session = session_] { session->wake(); });
}

std::string PeerSession::address() const { return ops::to_string(session_->remote()); }

}  // namespace wardlink::app
