#include "client/link/outbox.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace wardlink::link {
namespace {

using State = OutboxItem::State;

bool stays(const v1::Receipt& receipt) {
  const auto code = receipt.rejected().code();
  return receipt.has_accepted() || (code != v1::Rejection::RATE_LIMITED && code != v1::Rejection::UNAVAILABLE);
}

/// A report's own DetectedAt, by its name in every kind of report; its time is put where it is missing.
void stamp(v1::Command& command, WallTime now) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  command.GetReflection()->ListFields(command, &set);
  if (set.empty()) return;
  google::protobuf::Message& kind = *command.GetReflection()->MutableMessage(&command, set.front());
  const auto* field = kind.GetDescriptor()->FindFieldByName("detected_at");
  if (field == nullptr || field->message_type() != v1::DetectedAt::descriptor()) return;
  auto& detected = dynamic_cast<v1::DetectedAt&>(*kind.GetReflection()->MutableMessage(&kind, field));
  if (detected.has_time()) return;
  *detected.mutable_time() = to_proto(now);
  detected.set_source(v1::DEVICE);
}

std::string stamped(v1::Command command, WallTime now) {
  stamp(command, now);
  return command.SerializeAsString();
}

v1::Receipt receipt_of(const OutboxItem& item) {
  v1::Receipt receipt;
  receipt.ParseFromString(item.receipt);
  return receipt;
}

v1::Receipt another_command(const std::string& id) {
  return rejected(id, v1::Rejection::INVALID, "id", "This id belongs to another command.",
                  "Mã này đã dùng cho lệnh khác.");
}

v1::Receipt unavailable(const std::string& id, const StoreError& error) {
  return rejected(
      id, v1::Rejection::UNAVAILABLE, "",
      error.full ? "The station's disk is full: not queued." : "The station's store failed: " + error.detail,
      error.full ? "Đĩa của trạm đã đầy: chưa xếp hàng." : "Kho của trạm bị lỗi: " + error.detail);
}

}  // namespace

v1::Receipt rejected(const std::string& id, v1::Rejection::Code code, std::string field, std::string message,
                     std::string message_vi) {
  v1::Receipt receipt;
  receipt.set_id(id);
  auto& rejection = *receipt.mutable_rejected();
  rejection.set_code(code);
  rejection.set_field(std::move(field));
  rejection.set_message(std::move(message));
  rejection.set_message_vi(std::move(message_vi));
  return receipt;
}

Stored<Outbox> Outbox::open(OutboxStore& store, Limits limits) {
  Outbox outbox(store, limits);
  for (const State state : {State::waiting, State::rejected}) {
    auto items = store.items(state);
    if (!items) return std::unexpected(items.error());
    for (OutboxItem& item : *items) outbox.hold(std::move(item));
  }
  return outbox;
}

void Outbox::hold(OutboxItem item) {
  bytes_ += item.command.size();
  items_.insert_or_assign(item.position, std::move(item));
}

OutboxItem* Outbox::find(const std::string& id) {
  const auto found = std::ranges::find_if(items_, [&](const auto& each) { return each.second.id == id; });
  return found == items_.end() ? nullptr : &found->second;
}

Outbox::Put Outbox::put(const v1::Submit& submit, const std::string& sender, WallTime now) {
  using Kind = Put::Kind;
  const auto known = store_->item(submit.id());
  if (!known) return {Kind::refused, unavailable(submit.id(), known.error()), known.error()};
  if (*known) {
    const OutboxItem& item = **known;
    const bool same = item.sender == sender && item.command == stamped(submit.command(), item.queued_at);
    if (!same) return {Kind::refused, another_command(submit.id())};
    if (item.state == State::waiting) return {Kind::queued, {}};
    // Only an accepted command uses its id up: one rejected or dropped may be tried again.
    if (item.state != State::accepted) {
      OutboxItem again = item;
      again.state = State::waiting;
      again.receipt.clear();
      again.settled_at = {};
      if (auto done = store_->settle(again); !done)
        return {Kind::refused, unavailable(submit.id(), done.error()), done.error()};
      if (item.state == State::dropped) bytes_ += again.command.size();
      items_.insert_or_assign(again.position, std::move(again));
      return {Kind::queued, {}};
    }
    auto receipt = receipt_of(item);
    receipt.set_duplicate(true);
    return {Kind::settled, std::move(receipt)};
  }
  OutboxItem item{.id = submit.id(), .sender = sender, .command = stamped(submit.command(), now), .queued_at = now};
  if (items_.size() >= limits_.items_max || bytes_ + item.command.size() > limits_.bytes_max) {
    return {Kind::refused,
            rejected(submit.id(), v1::Rejection::UNAVAILABLE, "",
                     "The outbox is full: not queued. Telephone, and see `wardlink outbox list`.",
                     "Hàng chờ gửi đã đầy: chưa xếp hàng. Hãy gọi điện, và xem `wardlink outbox list`.")};
  }
  const auto position = store_->add(item);
  if (!position) return {Kind::refused, unavailable(submit.id(), position.error()), position.error()};
  item.position = *position;
  hold(std::move(item));
  return {Kind::queued, {}};
}

std::optional<v1::Submit> Outbox::next(const std::string& sender, SteadyTime now) {
  Lane& lane = lanes_[sender];
  if (lane.out || (lane.not_before && now < *lane.not_before)) return std::nullopt;
  for (const auto& [position, item] : items_) {
    if (item.sender != sender || item.state != State::waiting) continue;
    lane.out = position;
    v1::Submit submit;
    submit.set_id(item.id);
    submit.mutable_command()->ParseFromString(item.command);
    return submit;
  }
  return std::nullopt;
}

SteadyTime Outbox::wake_at(const std::string& sender) const {
  const auto lane = lanes_.find(sender);
  if (lane == lanes_.end()) return SteadyTime::min();
  if (lane->second.out) return SteadyTime::max();
  const bool any = std::ranges::any_of(
      items_, [&](const auto& each) { return each.second.sender == sender && each.second.state == State::waiting; });
  return any ? lane->second.not_before.value_or(SteadyTime::min()) : SteadyTime::max();
}

Stored<bool> Outbox::received(const std::string& sender, const v1::Receipt& receipt, Moment now, double jitter) {
  Lane& lane = lanes_[sender];
  if (!lane.out || items_.at(*lane.out).id != receipt.id()) return false;
  if (!stays(receipt)) {
    lane.out.reset();
    lane.not_before = now.steady + lane.backoff.next(jitter);
    lane.last = receipt.rejected();
    return false;
  }
  const State state = receipt.has_accepted() ? State::accepted : State::rejected;
  // Should this fail it stays out, and goes out again at the next link: the hub will know it.
  if (auto done = settle(*lane.out, state, receipt, now.wall); !done) return std::unexpected(done.error());
  lane = Lane();
  return true;
}

Stored<void> Outbox::cut(const std::string& sender, Error::Kind why, Moment now) {
  Lane& lane = lanes_[sender];
  if (!lane.out) return {};
  const std::uint64_t position = *lane.out;
  lane.out.reset();
  lane.not_before.reset();
  lane.poison_cuts = why == Error::Kind::protocol ? lane.poison_cuts + 1 : 0;
  if (lane.poison_cuts < poison_cuts_max) return {};
  const auto receipt = rejected(items_.at(position).id, v1::Rejection::INVALID, "command",
                                "The hub ends the link whenever it is given this command.",
                                "Trung tâm ngắt kết nối mỗi khi nhận lệnh này.");
  if (auto done = settle(position, State::rejected, receipt, now.wall); !done) return done;
  lane = Lane();
  return {};
}

Stored<void> Outbox::settle(std::uint64_t position, State state, const v1::Receipt& receipt, WallTime now) {
  OutboxItem settled = items_.at(position);
  settled.state = state;
  settled.receipt = receipt.SerializeAsString();
  settled.settled_at = now;
  if (auto done = store_->settle(settled); !done) return done;
  if (state == State::rejected) {
    items_.at(position) = std::move(settled);
    return {};
  }
  bytes_ -= settled.command.size();
  items_.erase(position);
  (void)store_->trim(limits_.kept_max);  // housekeeping: what was settled stays settled, and the next one trims again
  return {};
}

std::vector<Outbox::Entry> Outbox::list() const {
  std::vector<Entry> entries;
  for (const auto& [position, item] : items_) {
    Entry entry{.id = item.id, .sender = item.sender, .command = {}, .queued_at = item.queued_at};
    entry.command.ParseFromString(item.command);
    entry.rejected = item.state == State::rejected;
    if (entry.rejected) entry.rejection = receipt_of(item).rejected();
    const auto lane = lanes_.find(item.sender);
    if (lane != lanes_.end()) entry.out = lane->second.out == position;
    entries.push_back(std::move(entry));
  }
  // Why the first of a sender still waits.
  std::set<std::string> seen;
  for (Entry& entry : entries) {
    const auto lane = lanes_.find(entry.sender);
    if (entry.rejected || lane == lanes_.end() || !seen.insert(entry.sender).second) continue;
    entry.rejection = lane->second.last;
  }
  return entries;
}

std::size_t Outbox::waiting() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(items_, [](const auto& each) { return each.second.state == State::waiting; }));
}

std::vector<std::string> Outbox::senders() const {
  std::set<std::string> senders;
  for (const auto& [position, item] : items_) {
    if (item.state == State::waiting) senders.insert(item.sender);
  }
  return {senders.begin(), senders.end()};
}

Stored<Outbox::Acted> Outbox::retry(const std::string& id) {
  OutboxItem* const item = find(id);
  if (item == nullptr) return Acted::unknown;
  Lane& lane = lanes_[item->sender];
  if (item->state == State::rejected) {
    OutboxItem again = *item;
    again.state = State::waiting;
    again.receipt.clear();
    again.settled_at = {};
    if (auto done = store_->settle(again); !done) return std::unexpected(done.error());
    *item = std::move(again);
  }
  lane.not_before.reset();
  return Acted::done;
}

Stored<Outbox::Acted> Outbox::drop(const std::string& id, WallTime now) {
  const OutboxItem* const item = find(id);
  if (item == nullptr) return Acted::unknown;
  const std::uint64_t position = item->position;
  const auto lane = lanes_.find(item->sender);
  if (lane != lanes_.end() && lane->second.out == position) return Acted::out;
  if (auto done = settle(position, State::dropped, receipt_of(*item), now); !done) return std::unexpected(done.error());
  return Acted::done;
}

}  // namespace wardlink::link
