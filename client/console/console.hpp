// `wardlink console`: the station service's face on loopback. Watches the service, keeps the alarms and the shift log,
// and makes what the pages' streams are sent.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/console/asks.hpp"
#include "client/console/server.hpp"
#include "client/console/update_log.hpp"

namespace wardlink::console {

/// On the service's executor. Its coroutines keep it alive; all of them end with the executor's context.
class Console final : public Backend, public link::ServiceObserver, public std::enable_shared_from_this<Console> {
 public:
  static constexpr std::uint16_t default_port = 7480;
  static constexpr std::chrono::seconds heartbeat{2};
  /// For so long after its start a station may be without a link before that is an alarm.
  static constexpr std::chrono::seconds linking_max{6};

  struct Options {
    std::uint16_t port = default_port;  // 0: any free one
    std::filesystem::path people{};
    std::vector<std::string> alarm_command{};
    std::filesystem::path state{};  // locked by us
    std::string station{};          // URI
    std::vector<link::Endpoint> hubs{};
    std::string client{};
  };
  /// Who else is told what the service does, and what goes wrong here.
  class Observer {
   public:
    virtual ~Observer() = default;
    virtual link::ServiceObserver& service() = 0;
    virtual void csp_reported(std::uint64_t count) = 0;
    virtual void alarm_command_failed(const std::string& detail) = 0;
  };

  /// Everything handed in outlives it.
  [[nodiscard]] static link::Stored<std::shared_ptr<Console>> open(boost::asio::any_io_executor executor,
                                                                   Options options, const link::SqliteStore& store,
                                                                   Sentences& sentences, Observer& observer);
  ~Console() override;

  /// Once, before the service starts. Throws boost::system::system_error where it cannot listen.
  void serve(std::shared_ptr<link::Service> service, std::function<void(std::exception_ptr)> on_fault);
  [[nodiscard]] std::string address() const { return server_->guard().address(); }
  /// The file of a state directory that holds the address while a console runs.
  [[nodiscard]] static std::filesystem::path address_file(const std::filesystem::path& state);

  boost::asio::awaitable<JsonAnswer> ask(std::string json) override;
  std::shared_ptr<UpdateStream> updates(std::string last_event_id) override;
  void csp_reported() override;

  void linked(const link::Endpoint& hub, const v1::Welcome& welcome) override;
  void caught_up(std::uint64_t seq) override;
  void took(const v1::HubFrame& frame) override;
  void cut_off(const link::Error& error, std::chrono::milliseconds retry_in) override;
  void copy_refused(const link::Error& error) override;
  void rejected(const std::string& id, const v1::Rejection& rejection) override;
  void store_failed(const link::StoreError& error) override;

 private:
  class Stream;
  struct State {
    v1::StationStatus status{};
    v1::Watch watch{};
    v1::AlarmBoard alarms{};
    v1::OutboxListing outbox{};
  };
  Console(boost::asio::any_io_executor executor, Options options, const link::SqliteStore& store, Sentences& sentences,
          Observer& observer, std::unique_ptr<Records> records, link::WallTime unattended_since);

  [[nodiscard]] link::Stored<void> recall();
  void rebuild_alarms();
  void took_event(const v1::Event& event);
  bool log(v1::LogEntry entry);
  void lost_link();

  void touch();
  /// `beat`: something is sent in any case.
  void flush(bool beat);
  void show_anew();
  void sound();
  [[nodiscard]] State state();
  void put_receipts(const v1::OutboxListing& outbox, v1::ConsoleUpdate& update);
  [[nodiscard]] v1::Watch watch_view() const;
  [[nodiscard]] std::string opening(const std::string& last_event_id, bool first);
  [[nodiscard]] std::string encoded(v1::ConsoleUpdate& update);
  [[nodiscard]] std::string epoch() const;
  /// Reports what is wrong; throws where it is worse than a full disk, as the service does.
  template <typename T>
  bool good(const link::Stored<T>& stored) {
    if (!stored) bad(stored.error());
    return stored.has_value();
  }
  void bad(const link::StoreError& error);

  boost::asio::awaitable<void> beat();
  boost::asio::awaitable<void> follow_service();
  void spawn(boost::asio::awaitable<void> part);

  boost::asio::any_io_executor executor_;
  const Options options_;
  const link::SqliteStore& store_;
  Observer& observer_;
  std::unique_ptr<Records> records_;
  UpdateMaker maker_;
  AlarmList alarms_;
  Watch watch_;
  std::shared_ptr<Sounder> sounder_;
  UpdateLog log_;
  Standing standing_;
  std::optional<v1::Incident> incident_;  // what standing_ last gave
  std::optional<v1::Flight> flight_;
  std::shared_ptr<link::Service> service_;
  std::shared_ptr<Server> server_;
  std::optional<Asks> asks_;
  std::function<void(std::exception_ptr)> on_fault_;
  bool address_written_ = false;

  const std::string launch_;
  std::uint64_t shown_ = 0;  // how often everything was shown anew
  Changes changes_;
  bool flushing_ = false;
  bool anew_ = false;
  struct Sent {
    std::string status{};
    std::string watch{};
    std::string alarms{};
    std::string outbox{};
  };
  Sent sent_;                         // as last put into the log of updates
  std::set<std::string> awaited_;     // commands whose receipts are to be shown
  std::deque<v1::Receipt> receipts_;  // the latest, for a stream that comes back
  std::optional<google::protobuf::Timestamp> sound_heard_at_;
  link::WallTime started_;
  std::optional<link::WallTime> lost_since_;
  bool ever_linked_ = false;
  bool loss_told_ = false;
  std::uint64_t csp_reports_ = 0;
};

}  // namespace wardlink::console
