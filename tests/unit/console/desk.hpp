// A console over a real store and service whose hub is out of reach, and the people of a throw-away CA.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

#include "client/console/console.hpp"
#include "client/link/json.hpp"
#include "client/link/picture.hpp"
#include "client/link/uuid.hpp"
#include "tests/support/test_ca.hpp"

namespace wardlink::console {

using namespace std::chrono_literals;

template <typename T>
T parsed(const std::string& text) {
  T message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) throw std::runtime_error(text);
  return message;
}

constexpr const char* station_uri = "wardlink://t11/quan-hoa/station/tram";
constexpr const char* passphrase = "only for this test";

/// Made once for the whole program.
class People {
 public:
  static const People& all() {
    static const People people;
    return people;
  }
  [[nodiscard]] std::filesystem::path directory() const { return ca_.scratch() / "people"; }
  [[nodiscard]] const std::filesystem::path& station() const { return station_; }

 private:
  People() {
    const auto file = ca_.scratch() / "passphrase";
    std::ofstream(file) << passphrase << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    station_ = ca_.station("tram");
    std::filesystem::create_directory(directory());
    make("officer t11 quan-hoa an", "t11/quan-hoa/officer/an", "an");
    make("officer t11 quan-hoa binh", "t11/quan-hoa/officer/binh", "binh");
    make("officer t11 nghia-do cuong", "t11/nghia-do/officer/cuong", "cuong");
    make("officer t12 quan-hoa dung", "t12/quan-hoa/officer/dung", "dung");
    make("admin t11 quan-tri", "t11/-/admin/quan-tri", "quan-tri");
    make("officer t11 quan-hoa cu --not-before 2020-01-01 --not-after 2020-02-01", "t11/quan-hoa/officer/cu", "cu");
    std::filesystem::copy(station_, directory() / "tram");
    std::filesystem::copy(directory() / "an", directory() / "open");
    std::filesystem::remove(directory() / "open/key.pem");
    const auto opened =
        support::run_shell("openssl pkey -in " + (directory() / "an/key.pem").string() +
                           " -passin file:" + file.string() + " -out " + (directory() / "open/key.pem").string());
    if (opened.status != 0) throw std::runtime_error(opened.output);
    std::filesystem::create_directory(directory() / "empty");
  }
  void make(const std::string& what, const std::string& issued, const std::string& name) {
    ca_.must(what + " --passphrase-file " + (ca_.scratch() / "passphrase").string());
    std::filesystem::copy(ca_.dir() / "issued" / issued, directory() / name);
  }

  mutable support::TestCa ca_;
  std::filesystem::path station_;
};

class OneLine final : public Sentences {
 public:
  void learn(const v1::DirectoryResult& /*directory*/) override {}
  void tell(const v1::Event& event, v1::ToldEvent& told) const override {
    told.mutable_sentence()->set_en("#" + std::to_string(event.seq()) + " " + event.content().text());
  }
};

class Unheard final : public link::ServiceObserver, public Console::Observer {
 public:
  void linked(const link::Endpoint& /*hub*/, const v1::Welcome& /*welcome*/) override {}
  void caught_up(std::uint64_t /*seq*/) override {}
  void took(const v1::HubFrame& /*frame*/) override {}
  void cut_off(const link::Error& /*error*/, std::chrono::milliseconds /*retry_in*/) override {}
  void copy_refused(const link::Error& /*error*/) override {}
  void rejected(const std::string& /*id*/, const v1::Rejection& /*rejection*/) override {}
  void store_failed(const link::StoreError& error) override { failures.push_back(error.detail); }
  link::ServiceObserver& service() override { return *this; }
  void csp_reported(std::uint64_t /*count*/) override {}
  void alarm_command_failed(const std::string& detail) override { failures.push_back(detail); }

  std::vector<std::string> failures;
};

/// One launch of a console on a state directory.
class Launch {
 public:
  explicit Launch(const std::filesystem::path& state, std::vector<std::string> alarm_command = {})
      : directory(link::StateDirectory::lock(state)),
        store(std::move(*link::SqliteStore::open(directory->store(), station_uri))),
        identity(std::move(*link::load_identity(People::all().station(), {}))) {
    console = *Console::open(context.get_executor(),
                             {.port = 0,
                              .people = People::all().directory(),
                              .alarm_command = std::move(alarm_command),
                              .state = state,
                              .station = station_uri,
                              .hubs = {{.host = "127.0.0.1", .port = 1}},
                              .client = "test"},
                             *store, sentences, observer);
    service = *link::Service::make(
        context.get_executor(), *identity,
        {.hubs = {{.host = "127.0.0.1", .port = 1}}, .client = "test", .station = station_uri}, *store, *console);
    const auto fault = [](const std::exception_ptr& thrown) { std::rethrow_exception(thrown); };
    service->on_fault = fault;
    console->serve(service, fault);
    service->start(*directory);
    run(20ms);
  }

  void run(std::chrono::milliseconds time) {
    context.restart();
    context.run_for(time);
  }
  template <typename T>
  T await(boost::asio::awaitable<T> part) {
    auto future = boost::asio::co_spawn(context, std::move(part), boost::asio::use_future);
    for (int i = 0; i < 2000 && future.wait_for(0s) != std::future_status::ready; ++i) run(5ms);
    if (future.wait_for(0s) != std::future_status::ready) throw std::runtime_error("no answer");
    return future.get();
  }
  v1::ConsoleAnswer ask(v1::ConsoleRequest request) {
    if (request.id().empty()) request.set_id(link::new_uuid_v7());
    const JsonAnswer answered = await(console->ask(link::to_json(request)));
    v1::ConsoleAnswer answer;
    if (!answered.parsed || !link::from_json(answered.json, answer)) throw std::runtime_error(answered.json);
    return answer;
  }
  v1::ConsoleAnswer ask(const std::string& request) { return ask(parsed<v1::ConsoleRequest>(request)); }
  v1::ConsoleAnswer sign_in(const std::string& person, const std::string& phrase = passphrase) {
    return ask("sign_in { person: '" + person + "' passphrase: '" + phrase + "' }");
  }

  /// What a stream is sent next; its id goes to `id`.
  v1::ConsoleUpdate next(UpdateStream& stream, std::string* id = nullptr) {
    const auto bytes = await(stream.next());
    const auto data = bytes->find("data: ");
    if (id != nullptr) *id = bytes->substr(bytes->find("id: ") + 4, data - bytes->find("id: ") - 5);
    v1::ConsoleUpdate update;
    if (!link::from_json(bytes->substr(data + 6), update)) throw std::runtime_error(*bytes);
    return update;
  }
  v1::ConsoleUpdate first(const std::string& last_event_id = {}, std::string* id = nullptr) {
    return next(*console->updates(last_event_id), id);
  }

  /// As the hub would send it: into the copy, then to the console.
  void takes(const std::string& event) {
    v1::HubFrame frame;
    *frame.mutable_event()->mutable_time() = link::to_proto(link::Moment::now().wall);
    frame.mutable_event()->MergeFrom(parsed<v1::Event>(event));
    link::Picture picture(*store);
    (void)picture.apply(frame.event());
    link::CopyBatch batch;
    picture.move_to(batch);
    batch.events = {frame.event()};
    batch.position = {.epoch = "e", .seen_seq = frame.event().seq(), .seq = frame.event().seq()};
    batch.as_of = link::Moment::now().wall;
    if (!store->take(batch)) throw std::runtime_error("take");
    console->took(frame);
    run(2ms);
  }
  boost::asio::io_context context{1};
  std::expected<link::StateDirectory, link::StateDirectory::Fault> directory;
  std::unique_ptr<link::SqliteStore> store;
  std::unique_ptr<boost::asio::ssl::context> identity;
  OneLine sentences;
  Unheard observer;
  std::shared_ptr<Console> console;
  std::shared_ptr<link::Service> service;
};

class AConsole : public testing::Test {
 public:
  Launch& launch(std::vector<std::string> alarm_command = {}) {
    launch_.reset();
    return launch_.emplace(state(), std::move(alarm_command));
  }
  void stop() { launch_.reset(); }
  [[nodiscard]] std::filesystem::path state() const { return folder_.path() / "state"; }

 private:
  support::TemporaryDirectory folder_;
  std::optional<Launch> launch_;
};

inline const std::string opened =
    "seq: 1 incident: 'i' incident_opened { category: 'theft' severity: 4 report { id: 'r' } }"
    " content { text: 'TEXT' persons: 'PERSON' } ";
inline const std::string lead_to_confirm =
    "incident: 'i' alarms: 'quan-hoa' urgency: FLASH lead_decided { ward: 'quan-hoa' provisional: true } ";

}  // namespace wardlink::console
