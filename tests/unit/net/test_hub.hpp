// A listener on a thread of its own, and what happened on it, to be waited for.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hub/net/listener.hpp"
#include "tests/support/test_ca.hpp"

namespace wardlink::net::test {

using namespace support;

inline TlsFiles hub_files(TestCa& ca) {
  const auto made = ca.hub();
  return {made / "cert.pem", made / "key.pem", made / "ca.pem", made / "crl.pem"};
}

/// Values from the hub's thread for the test's. Throws when nothing comes for half a minute.
template <typename T>
class Mailbox {
 public:
  void put(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    filled_.notify_all();
  }
  T take() {
    std::unique_lock lock(mutex_);
    if (!filled_.wait_for(lock, std::chrono::seconds(30), [this] { return !values_.empty(); })) {
      throw std::runtime_error("nothing came");
    }
    T value = std::move(values_.front());
    values_.pop_front();
    return value;
  }
  [[nodiscard]] bool empty() {
    const std::lock_guard lock(mutex_);
    return values_.empty();
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<T> values_;
};

/// Keeps what it is told; the std::functions, set before the session starts, replace what it does by itself.
class RecordingHandler : public SessionHandler {
 public:
  std::shared_ptr<Session> session;
  Mailbox<std::string> frames;
  Mailbox<CloseReason> closed;
  std::string to_send;  // on the hub's thread only
  std::function<void(std::string_view)> frame;
  std::function<void(std::string&, std::size_t)> filler;
  std::function<void(CloseReason)> ending;

  void on_frame(std::string_view bytes) override {
    frames.put(std::string(bytes));
    if (frame) frame(bytes);
  }
  void fill(std::string& out, std::size_t bytes_max) override {
    if (filler) return filler(out, bytes_max);
    out.append(to_send, 0, bytes_max);
    to_send.erase(0, bytes_max);
  }
  void on_ending(CloseReason reason) override {
    if (ending) ending(reason);
  }
  void on_closed(CloseReason reason) override {
    session.reset();
    closed.put(reason);
  }
};

class TestHub {
 public:
  using Prepare = std::function<void(RecordingHandler&)>;

  /// `prepare`, if any, sets up each session's handler before it starts.
  explicit TestHub(const TlsFiles& files, ListenerOptions options = {}, Prepare prepare = {})
      : work_(context_.get_executor()) {
    auto tls = ServerContext::load(files);
    if (!tls) throw std::runtime_error(tls.error());
    options.endpoint = {boost::asio::ip::address_v4::loopback(), 0};
    auto listener =
        Listener::open(context_.get_executor(), options, *tls,
                       {.on_session =
                            [this, prepare](std::shared_ptr<Session> session) {
                              auto handler = std::make_shared<RecordingHandler>();
                              handler->session = session;
                              if (prepare) prepare(*handler);
                              session->start(handler);
                              sessions.put(handler);
                            },
                        .on_refused = [this](const Refusal& refusal, const auto&) { refusals.put(refusal); }});
    if (!listener) throw std::runtime_error(listener.error());
    listener_ = *listener;
    listener_->start();
    thread_ = std::thread([this] { context_.run(); });
  }
  /// Closes everything; nothing may be left that keeps the thread running.
  ~TestHub() {
    on_thread([this] {
      listener_->close();
      for (const auto& handler : handlers_) {
        if (handler->session) handler->session->close(CloseReason::shutting_down);
      }
      work_.reset();
    });
    thread_.join();
  }
  TestHub(const TestHub&) = delete;
  TestHub& operator=(const TestHub&) = delete;

  [[nodiscard]] unsigned short port() const { return listener_->local_endpoint().port(); }
  /// Runs `what` on the hub's thread and waits for it.
  void on_thread(const std::function<void()>& what) {
    std::promise<void> done;
    boost::asio::post(context_, [&] {
      what();
      done.set_value();
    });
    done.get_future().get();
  }
  [[nodiscard]] Listener& listener() { return *listener_; }

  Mailbox<std::shared_ptr<RecordingHandler>> sessions;
  Mailbox<Refusal> refusals;

 private:
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::shared_ptr<Listener> listener_;
  std::vector<std::shared_ptr<RecordingHandler>> handlers_;  // on the hub's thread only
  std::thread thread_;
};

}  // namespace wardlink::net::test
