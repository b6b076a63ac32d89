#include "client/cli/run_console.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/system/system_error.hpp>
#include <fstream>
#include <system_error>
#include <utility>

#include "client/cli/event_sentence.hpp"
#include "client/cli/json.hpp"
#include "client/cli/station_sentences.hpp"

namespace wardlink::cli {
namespace {

namespace fs = std::filesystem;
using fmt::arg;
using std::string;
using Told = StationSay;

void show_address(Output& out, const string& address) {
  out.data(out.json() ? fmt::format(R"({{"address":{}}})", json_string(address)) : address);
  out.flush();  // whoever reads it through a pipe waits for it
}

fs::path page_file(const fs::path& state) { return state / "console-open.html"; }

/// Everybody on this computer can read a program's arguments: the browser is given a file of ours that leads on, not
/// the address itself.
bool write_page(const fs::path& file, const string& address) {
  unlink(file.c_str());
  const int made = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) return false;
  const string page = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=" + address +
                      "\"><a href=\"" + address + "\">Wardlink</a>\n";
  const bool written = write(made, page.data(), page.size()) == static_cast<ssize_t>(page.size());
  close(made);
  return written;
}

void open_browser(const fs::path& page) {
  string program = "xdg-open";
  string file = page.string();
  const std::array<char*, 3> arguments{program.data(), file.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  pid_t process = 0;
  // Whether there is a browser is not our affair: the address has been printed.
  (void)posix_spawnp(&process, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
}

}  // namespace

/// The console's complaints, and the other observer of the service.
class ConsoleFront::Telling final : public console::Console::Observer {
 public:
  Telling(Output& out, link::ServiceObserver& service) : out_(out), service_(service) {}
  link::ServiceObserver& service() override { return service_; }
  void csp_reported(std::uint64_t count) override {
    out_.error(say(out_.lang(), Told::csp_reported, arg("count", count)));
  }
  void alarm_command_failed(const string& detail) override {
    out_.error(say(out_.lang(), Told::alarm_command_failed, arg("reason", detail)));
  }

 private:
  Output& out_;
  link::ServiceObserver& service_;
};

/// Both languages of the sentences that the other programs say.
class ConsoleFront::Speaking final : public console::Sentences {
 public:
  void learn(const v1::DirectoryResult& directory) override {
    v1::DirectoryResult names = directory;
    names.clear_geojson();
    names_ = names.cluster().empty() ? Names() : Names(std::move(names));
  }
  void tell(const v1::Event& event, v1::ToldEvent& told) const override {
    const EventSentence vi = sentence_of(event, vi_);
    const EventSentence en = sentence_of(event, en_);
    told.mutable_sentence()->set_vi(vi.sentence);
    told.mutable_sentence()->set_en(en.sentence);
    for (std::size_t i = 0; i < std::max(vi.details.size(), en.details.size()); ++i) {
      v1::Text text;
      if (i < vi.details.size()) text.set_vi(vi.details.at(i));
      if (i < en.details.size()) text.set_en(en.details.at(i));
      if (!text.vi().empty() || !text.en().empty()) *told.add_details() = std::move(text);
    }
  }

 private:
  static EventSentence sentence_of(const v1::Event& event, const Words& words) {
    EventSentence told = event_sentence(event, words);
    told.details.push_back(told.call);
    return told;
  }

  Names names_;
  Words vi_{Lang::vi, names_};
  Words en_{Lang::en, names_};
};

ConsoleFront::ConsoleFront(const Job& job, link::ServiceObserver& teller)
    : job_(job), telling_(std::make_unique<Telling>(job.out, teller)), speaking_(std::make_unique<Speaking>()) {}

ConsoleFront::~ConsoleFront() {
  if (!state_.empty()) forget_console(state_);
}

link::Stored<void> ConsoleFront::open(boost::asio::any_io_executor executor, const string& station,
                                      const fs::path& state, const link::SqliteStore& store) {
  state_ = state;
  auto opened = console::Console::open(std::move(executor),
                                       {.port = job_.settings.console_port.value,
                                        .people = job_.settings.console_people.value,
                                        .alarm_command = job_.settings.alarm_command.value,
                                        .state = state,
                                        .station = station,
                                        .hubs = job_.settings.hubs.value,
                                        .client = client_name()},
                                       store, *speaking_, *telling_);
  if (!opened) return std::unexpected(opened.error());
  console_ = std::move(*opened);
  return {};
}

link::ServiceObserver& ConsoleFront::observer() { return *console_; }

bool ConsoleFront::serve(const std::shared_ptr<link::Service>& service) {
  Output& out = job_.out;
  try {
    console_->serve(service, service->on_fault);
  } catch (const boost::system::system_error& error) {
    out.error(say(out.lang(), Told::console_port_taken, arg("port", job_.settings.console_port.value),
                  arg("reason", error.code().message())));
    return false;
  } catch (const std::system_error& error) {
    out.error(say(out.lang(), Told::console_file, arg("reason", error.what())));
    return false;
  }
  show_address(out, console_->address());
  out.message(sentence(out.lang(), Told::console_serving));
  if (job_.invocation.open && write_page(page_file(state_), console_->address())) open_browser(page_file(state_));
  return true;
}

void show_running_console(Output& out, const fs::path& state) {
  std::ifstream file(console::Console::address_file(state));
  string address;
  if (!std::getline(file, address)) return;
  show_address(out, address);
  out.message(sentence(out.lang(), Told::console_running));
}

void forget_console(const fs::path& state) {
  unlink(console::Console::address_file(state).c_str());
  unlink(page_file(state).c_str());
}

}  // namespace wardlink::cli
