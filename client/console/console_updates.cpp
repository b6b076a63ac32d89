// What the console's streams are sent, and when.
#include <boost/asio/post.hpp>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "client/console/console.hpp"
#include "client/link/json.hpp"

namespace wardlink::console {

namespace asio = boost::asio;

namespace {

constexpr std::size_t receipts_kept = 64;

/// Whether this part is not what was sent last; it is from now on.
bool news(const google::protobuf::Message& now, std::string& sent) {
  std::string bytes = now.SerializeAsString();
  if (bytes == sent) return false;
  sent = std::move(bytes);
  return true;
}

}  // namespace

/// A cursor into the log of updates.
class Console::Stream final : public UpdateStream {
 public:
  Stream(std::shared_ptr<Console> console, std::string last_event_id)
      : console_(std::move(console)), last_event_id_(std::move(last_event_id)) {}

  asio::awaitable<UpdateLog::Bytes> next() override {
    for (;;) {
      UpdateLog& log = console_->log_;
      if (!cursor_) {
        cursor_ = log.head();
        co_return std::make_shared<const std::string>(
            console_->opening(std::exchange(last_event_id_, {}), std::exchange(first_, false)));
      }
      if (*cursor_ < log.head()) {
        if (auto bytes = log.at(*cursor_ + 1)) {
          ++*cursor_;
          co_return bytes;
        }
        cursor_.reset();  // fallen behind what is kept, or everything is shown anew
        continue;
      }
      co_await log.changed();
    }
  }

 private:
  std::shared_ptr<Console> console_;
  std::string last_event_id_;
  bool first_ = true;
  std::optional<std::uint64_t> cursor_;  // the last update that it has
};

std::shared_ptr<UpdateStream> Console::updates(std::string last_event_id) {
  return std::make_shared<Stream>(shared_from_this(), std::move(last_event_id));
}

std::string Console::epoch() const { return launch_ + "." + std::to_string(shown_); }

void Console::touch() {
  // Once for all that happens in one turn of the executor.
  if (std::exchange(flushing_, true)) return;
  asio::post(executor_, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->flushing_ = false;
    if (self->service_) self->flush(false);
  });
}

void Console::show_anew() {
  anew_ = true;
  // At once: what somebody may no longer see must not go out after this.
  flush(false);
}

v1::Watch Console::watch_view() const {
  v1::Watch view = watch_.view();
  view.set_sound_command(sounder_->works());
  if (sound_heard_at_) *view.mutable_sound_heard_at() = *sound_heard_at_;
  return view;
}

void Console::put_receipts(const v1::OutboxListing& outbox, v1::ConsoleUpdate& update) {
  std::set<std::string> waiting;
  for (const auto& entry : outbox.entries()) {
    if (entry.state() != v1::OutboxEntry::REJECTED) waiting.insert(entry.id());
  }
  for (const auto& id : awaited_) {
    if (waiting.contains(id)) continue;
    auto receipt = service_->receipt(id);
    if (!receipt) continue;
    receipts_.push_back(*receipt);
    if (receipts_.size() > receipts_kept) receipts_.pop_front();
    if (maker_.locked()) redact(*receipt, maker_.is_sensitive());
    *update.add_receipts() = std::move(*receipt);
  }
  awaited_ = std::move(waiting);
}

Console::State Console::state() {
  const auto now = link::Moment::now().wall;
  State state{
      .status = service_->status(), .watch = watch_view(), .alarms = alarms_.board(now), .outbox = service_->outbox()};
  if (maker_.locked()) redact(state.outbox, maker_.is_sensitive());
  return state;
}

void Console::sound() {
  const auto loud = alarms_.sounding(link::Moment::now().wall);
  sounder_->set(loud ? std::optional(Sounder::Sound{.urgency = *loud, .alarms = alarms_.unacknowledged()})
                     : std::nullopt);
}

std::string Console::encoded(v1::ConsoleUpdate& update) {
  const auto position = store_.position();
  const std::uint64_t seq = good(position) ? position->seq : 0;
  *update.mutable_now() = link::to_proto(link::Moment::now().wall);
  return "id: " + epoch() + "-" + std::to_string(seq) + "\ndata: " + link::to_json(update) + "\n\n";
}

void Console::flush(bool beat) {
  maker_.lock(watch_.locked());
  alarms_.settle(standing_, link::Moment::now().wall);
  sound();
  const Changes changes = std::exchange(changes_, {});
  v1::ConsoleUpdate update;
  State now = state();
  put_receipts(now.outbox, update);
  if (news(now.status, sent_.status) || beat) *update.mutable_status() = std::move(now.status);
  if (news(now.watch, sent_.watch)) *update.mutable_watch() = std::move(now.watch);
  if (news(now.alarms, sent_.alarms)) *update.mutable_alarms() = std::move(now.alarms);
  if (news(now.outbox, sent_.outbox)) *update.mutable_outbox() = std::move(now.outbox);
  if (std::exchange(anew_, false)) {
    ++shown_;
    log_.forget();
    return;
  }
  if (!good(maker_.changed(changes, update))) return;
  if (update.ByteSizeLong() == 0) return;
  log_.put((beat ? ":\n" : "") + encoded(update));
}

std::string Console::opening(const std::string& last_event_id, bool first) {
  maker_.lock(watch_.locked());
  v1::ConsoleUpdate update;
  bool resumed = false;
  if (const std::string known = epoch() + "-"; last_event_id.starts_with(known)) {
    std::uint64_t seq = 0;
    const char* const end = last_event_id.data() + last_event_id.size();
    const auto [read, error] = std::from_chars(last_event_id.data() + known.size(), end, seq);
    if (error == std::errc{} && read == end) {
      const auto done = maker_.since(seq, update);
      resumed = good(done) && *done;
    }
  }
  if (!resumed) {
    update.Clear();
    (void)good(maker_.everything(update, link::Moment::now().wall));
  }
  State now = state();
  *update.mutable_status() = std::move(now.status);
  *update.mutable_watch() = std::move(now.watch);
  *update.mutable_alarms() = std::move(now.alarms);
  *update.mutable_outbox() = std::move(now.outbox);
  // A page that is new here waits for none of them.
  const bool new_page = first && last_event_id.empty();
  for (std::size_t i = 0; !new_page && i < receipts_.size(); ++i) {
    v1::Receipt receipt = receipts_.at(i);
    if (maker_.locked()) redact(receipt, maker_.is_sensitive());
    *update.add_receipts() = std::move(receipt);
  }
  return encoded(update);
}

}  // namespace wardlink::console
