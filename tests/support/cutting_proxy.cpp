#include "tests/support/cutting_proxy.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <future>

namespace wardlink::support {

namespace asio = boost::asio;
using asio::ip::tcp;

struct CuttingProxy::Passage : std::enable_shared_from_this<Passage> {
  Passage(CuttingProxy& owner, tcp::socket client, tcp::socket hub)
      : proxy(owner), ends{std::move(client), std::move(hub)} {}

  /// What end `from` (0: the client) says goes to the other.
  void pass(std::size_t from) {
    ends.at(from).async_read_some(
        asio::buffer(buffers.at(from)),
        [self = shared_from_this(), from](const boost::system::error_code& error, std::size_t bytes) {
          if (error) return self->close();
          if (from == 1 && self->proxy.keeping_back_) return self->pass(from);
          asio::async_write(self->ends.at(1 - from), asio::buffer(self->buffers.at(from), bytes),
                            [self, from](const boost::system::error_code& failed, std::size_t) {
                              if (failed) return self->close();
                              self->pass(from);
                            });
        });
  }
  void close() {
    boost::system::error_code ignored;
    for (auto& end : ends) end.close(ignored);
  }

  CuttingProxy& proxy;
  std::array<tcp::socket, 2> ends;
  std::array<std::array<char, 16384>, 2> buffers{};
};

CuttingProxy::CuttingProxy(unsigned short hub)
    : acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}),
      hub_(hub),
      port_(acceptor_.local_endpoint().port()) {
  accept();
  thread_ = std::jthread([this] { context_.run(); });
}

CuttingProxy::~CuttingProxy() {
  context_.stop();
  thread_.join();
}

void CuttingProxy::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket client) {
    if (error) return;
    tcp::socket hub(context_);
    boost::system::error_code refused = asio::error::connection_refused;
    if (!severed_) hub.connect({asio::ip::make_address("127.0.0.1"), hub_}, refused);
    if (!refused) {
      const auto passage = std::make_shared<Passage>(*this, std::move(client), std::move(hub));
      passages_.push_back(passage);
      passage->pass(0);
      passage->pass(1);
    }
    accept();
  });
}

void CuttingProxy::tell(const std::function<void()>& what) {
  std::promise<void> done;
  asio::post(context_, [&] {
    what();
    done.set_value();
  });
  done.get_future().wait();
}

void CuttingProxy::end_all() {
  for (const auto& passage : passages_) passage->close();
  passages_.clear();
  keeping_back_ = false;
}

void CuttingProxy::keep_back() {
  tell([this] { keeping_back_ = true; });
}

void CuttingProxy::cut() {
  tell([this] { end_all(); });
}

void CuttingProxy::sever() {
  tell([this] {
    end_all();
    severed_ = true;
  });
}

void CuttingProxy::mend() {
  tell([this] { severed_ = false; });
}

}  // namespace wardlink::support
