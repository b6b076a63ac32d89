// Stands between a client and a hub and passes on what they say, until it is told to cut.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <list>
#include <memory>
#include <thread>

namespace wardlink::support {

/// Its own thread.
class CuttingProxy {
 public:
  explicit CuttingProxy(unsigned short hub);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  [[nodiscard]] unsigned short port() const { return port_; }
  /// From now on what the hub says is kept back; what the client says goes through.
  void keep_back();
  /// Ends every connection, with what was kept back unsaid; new ones are passed on whole.
  void cut();
  /// The same, and new ones end at once until mend().
  void sever();
  void mend();

 private:
  struct Passage;
  void accept();
  /// On the proxy's thread; returns when it is done.
  void tell(const std::function<void()>& what);
  void end_all();

  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  unsigned short hub_;
  unsigned short port_;
  bool keeping_back_ = false;
  bool severed_ = false;
  std::list<std::shared_ptr<Passage>> passages_;
  std::jthread thread_;
};

}  // namespace wardlink::support
