// One request of a page, one answer: what POST /api/ask does.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "client/console/answered_before.hpp"
#include "client/console/desk.hpp"
#include "wardlink/v1/console.pb.h"

namespace wardlink::console {

/// On the service's executor.
class Asks {
 public:
  static constexpr std::chrono::seconds receipt_max{3};
  static constexpr std::size_t id_max = 64;
  static constexpr std::size_t text_max = 2'000;  // characters
  static constexpr int incidents_max = 1'000;

  Asks(const boost::asio::any_io_executor& executor, Desk desk) : desk_(std::move(desk)), before_(executor) {}

  [[nodiscard]] boost::asio::awaitable<v1::ConsoleAnswer> answer(v1::ConsoleRequest request);

 private:
  using Answer = boost::asio::awaitable<v1::ConsoleAnswer>;
  Answer once(v1::ConsoleRequest request);
  Answer dispatch(v1::ConsoleRequest request);
  Answer submit(v1::Submit submit);
  Answer preview(v1::Submit submit);
  Answer query(v1::Query query);
  Answer sign_in(v1::SignIn asked);
  Answer hand_over(v1::ShiftHandOver asked);
  Answer replay(std::uint64_t seq);
  Answer admin(v1::Admin asked);
  [[nodiscard]] v1::ConsoleAnswer outbox(const v1::OutboxAction& action);
  [[nodiscard]] v1::ConsoleAnswer sign_out(bool admin_only);
  [[nodiscard]] v1::ConsoleAnswer acknowledge(const v1::Acknowledge& asked);
  [[nodiscard]] v1::ConsoleAnswer quiet();
  [[nodiscard]] v1::ConsoleAnswer sound_test(bool heard);
  [[nodiscard]] v1::ConsoleAnswer log(const v1::LogQuery& query);
  [[nodiscard]] v1::ConsoleAnswer note(const std::string& text);
  void say_seen(const v1::Alarm& alarm);
  /// As it may be shown to whoever is here now.
  void show(v1::ConsoleAnswer& answer);

  Desk desk_;
  AnsweredBefore before_;
};

}  // namespace wardlink::console
