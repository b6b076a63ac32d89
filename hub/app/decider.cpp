#include "hub/app/decider.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "hub/app/audit_refusal.hpp"
#include "hub/app/contents.hpp"
#include "hub/app/digest.hpp"
#include "hub/app/receipts.hpp"
#include "hub/base/ids.hpp"
#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"
#include "hub/base/planted.hpp"
#include "hub/gate/gate.hpp"
#include "hub/ops/log.hpp"
#include "hub/rules/decide.hpp"

namespace wardlink::app {
namespace {

namespace limits = base::limits;

// What is around an event in a frame.
constexpr std::size_t frame_overhead_bytes = 1024;

v1::Submit without_command(const v1::Submit& submit) {
  v1::Submit rest;
  rest.set_id(submit.id());
  rest.set_dry_run(submit.dry_run());
  return rest;
}

bool fits_a_frame(const std::vector<v1::StoredEvent>& events) {
  return std::ranges::all_of(events, [](const v1::StoredEvent& stored) {
    return stored.event().ByteSizeLong() + frame_overhead_bytes <= limits::hub_frame_bytes_max;
  });
}

}  // namespace

Decider::Decider(Ports ports, std::function<void()> request_flush)
    : ports_(ports), request_flush_(std::move(request_flush)) {}

void Decider::submit(const std::shared_ptr<Member>& from, const v1::Submit& submit) {
  ports_.metrics.command_received();
  const base::Time now = ports_.clock.now();
  if (!from->rate.take(now)) return refuse(from, submit, receipts::too_many());
  std::string command_digest = digest(submit.command());
  if (answer_repeated(from, submit, command_digest)) return;

  Cluster& cluster = from->cluster;
  if (auto checked = gate::check(cluster.speculative(), from->identity(), submit); !checked) {
    return refuse(from, submit, std::move(checked.error()));
  }
  const rules::Envelope envelope{.sender = from->identity(),
                                 .command_id = submit.id(),
                                 .clock_offset = from->clock_offset.value_or(base::Duration::zero()),
                                 .clock_measured = from->clock_offset.has_value(),
                                 .dry_run = submit.dry_run()};
  auto events = rules::decide(cluster.speculative(), envelope, submit.command(), now);
  if (!events) return refuse(from, submit, events.error());
  if (!fits_a_frame(*events)) return refuse(from, submit, receipts::too_large());
  if (submit.dry_run()) {
    return answer_decided(from, submit, receipts::dry_run(submit.id(), from->ward(), *events, now));
  }

  journal::Entry entry;
  *entry.header.mutable_sender() = envelope.sender;
  entry.header.set_command_id(submit.id());
  entry.header.set_command_digest(command_digest);
  *entry.payload.mutable_command() = submit.command();
  entry.payload.set_clock_offset_us(envelope.clock_offset.count());
  entry.payload.set_clock_measured(envelope.clock_measured);
  digests_.emplace(CommandKey{base::sender_key(envelope.sender), submit.id()}, std::move(command_digest));
  enqueue({.since = now, .from = from, .submit = without_command(submit), .cluster = &cluster}, std::move(entry),
          *std::move(events));
}

void Decider::act(Cluster& cluster, const v1::HubCommand& command) {
  const base::Time now = ports_.clock.now();
  rules::Envelope envelope;
  envelope.command_id = base::make_uuid_v7(now, ports_.random.ten_bytes());
  envelope.sender.set_cluster(cluster.id());
  envelope.sender.set_role(v1::HUB);
  auto events = rules::decide(cluster.speculative(), envelope, command, now);
  base::check(events.has_value(), "the hub's own command was refused");
  if (events->empty()) return;
  base::check(fits_a_frame(*events), "the hub's own event is larger than a frame");

  journal::Entry entry;
  *entry.header.mutable_sender() = envelope.sender;
  entry.header.set_command_id(envelope.command_id);
  entry.header.set_command_digest(digest(command));
  *entry.payload.mutable_hub_command() = command;
  enqueue({.since = now, .cluster = &cluster}, std::move(entry), *std::move(events));
}

void Decider::in_order(std::function<void()> answer) {
  push({.since = ports_.clock.now(), .answer = std::move(answer)});
}

void Decider::refuse(const std::shared_ptr<Member>& to, const v1::Submit& submit, v1::Rejection why) {
  const std::string& code = v1::Rejection::Code_Name(why.code());
  ports_.metrics.command_rejected(code);
  if (why.code() != v1::Rejection::RATE_LIMITED) {
    ops::Line("rejected")
        .field("peer", base::sender_key(to->identity()))
        .field("id", submit.id())
        .field("code", code)
        .field("field", why.field());
  }
  if (ports_.audit != nullptr) audit_refusal(*ports_.audit, *to, why.code(), kind_of(submit));
  answer_decided(to, submit, receipts::rejected(submit, std::move(why)));
}

void Decider::answer_decided(const std::shared_ptr<Member>& to, const v1::Submit& submit, v1::HubFrame frame) {
  push({.since = ports_.clock.now(),
        .from = to,
        .submit = without_command(submit),
        .answer = [to, frame = std::move(frame)] { to->reply(frame); },
        .decided = true});
}

/// True where this id was accepted before, durably or not yet.
bool Decider::answer_repeated(const std::shared_ptr<Member>& from, const v1::Submit& submit,
                              const std::string& command_digest) {
  if (base::planted("duplicate-decided-again")) return false;
  const std::string sender = base::sender_key(from->identity());
  std::string earlier;
  if (const auto pending = digests_.find({sender, submit.id()}); pending != digests_.end()) {
    earlier = pending->second;
  } else if (const auto accepted = ports_.journal.find(from->cluster.id(), sender, submit.id())) {
    earlier = accepted->command_digest;
  } else {
    return false;
  }
  if (earlier != command_digest || submit.dry_run()) {
    refuse(from, submit, receipts::id_used());
  } else {
    ports_.metrics.command_duplicate();
    in_order([this, from, submit = without_command(submit)] { answer_from_journal(from, submit); });
  }
  return true;
}

void Decider::answer_from_journal(const std::shared_ptr<Member>& to, const v1::Submit& submit) {
  const auto accepted = ports_.journal.find(to->cluster.id(), base::sender_key(to->identity()), submit.id());
  if (!accepted) return to->reply(receipts::rejected(submit, receipts::unavailable()));  // rolled back meanwhile
  const auto entry = ports_.journal.entry(to->cluster.id(), accepted->number);
  base::check(entry.has_value(), "the journal lost an entry it has found");
  to->reply(receipts::duplicate(*entry));
}

void Decider::enqueue(Pending pending, journal::Entry entry, std::vector<v1::StoredEvent> events) {
  const auto& state = pending.cluster->speculative();
  base::check(!events.empty() && events.front().event().seq() == state.seq + 1, "an entry follows on the last event");
  auto& header = entry.header;
  header.set_cluster(pending.cluster->id());
  header.set_number(state.entries + 1);
  header.set_first_seq(events.front().event().seq());
  header.set_last_seq(events.back().event().seq());
  *header.mutable_time() = base::to_proto(pending.since);
  for (auto& event : events) *header.add_events() = std::move(event);
  pending.cluster->decided(header);
  if (base::planted("acknowledged-before-the-commit") && pending.from) pending.from->reply(receipts::accepted(entry));
  pending.entry = std::move(entry);
  push(std::move(pending));
}

void Decider::push(Pending pending) {
  if (!pending.entry && queue_.empty()) return pending.answer();
  queue_.push_back(std::move(pending));
  if (queue_.size() >= limits::decided_ahead_max) return flush();
  measure_queue();
  if (flush_requested_) return;
  flush_requested_ = true;
  request_flush_();
}

void Decider::flush() {
  flush_requested_ = false;
  while (!queue_.empty()) {
    Batch batch = take_batch();
    const auto begun = std::chrono::steady_clock::now();
    const auto appended = ports_.journal.append(batch.entries);
    ports_.metrics.synced(std::chrono::steady_clock::now() - begun);
    ports_.health.durable = appended.has_value();
    if (appended) {
      committed(std::move(batch));
    } else {
      roll_back();
    }
  }
  measure_queue();
}

/// The front of the queue is always an entry.
Decider::Batch Decider::take_batch() {
  Batch batch;
  for (auto& pending : queue_) {
    if (pending.entry) {
      if (batch.entries.size() == limits::commit_entries_max) break;
      batch.entries.push_back(std::move(*pending.entry));
    }
    ++batch.pendings;
  }
  return batch;
}

void Decider::committed(Batch batch) {
  auto entry = batch.entries.begin();
  for (; batch.pendings > 0; --batch.pendings) {
    const Pending pending = std::move(queue_.front());
    queue_.pop_front();
    if (!pending.entry) {
      pending.answer();
      continue;
    }
    follow_contents(entry->header, ports_.journal);
    if (pending.from) {
      digests_.erase({base::sender_key(pending.from->identity()), pending.submit.id()});
      ports_.metrics.command_accepted();
      pending.from->reply(receipts::accepted(*entry));
    }
    pending.cluster->committed(*entry);
    ++entry;
  }
}

void Decider::roll_back() {
  ports_.metrics.journal_full();
  ops::Line("journal_full", ops::Level::error).field("commands", queue_.size());
  std::set<Cluster*> clusters;
  for (const auto& pending : queue_) {
    if (pending.entry) clusters.insert(pending.cluster);
  }
  for (Cluster* cluster : clusters) cluster->roll_back();
  digests_.clear();
  const auto queue = std::exchange(queue_, {});
  for (const auto& pending : queue) {
    if (pending.entry || pending.decided) {
      unavailable(pending);
    } else {
      pending.answer();
    }
  }
}

void Decider::unavailable(const Pending& pending) {
  if (!pending.from) return;
  ports_.metrics.command_rejected(v1::Rejection::Code_Name(v1::Rejection::UNAVAILABLE));
  pending.from->reply(receipts::rejected(pending.submit, receipts::unavailable()));
}

Decider::Load Decider::load() const {
  if (queue_.empty()) return {};
  return {queue_.size(), ports_.clock.now() - queue_.front().since};
}

void Decider::measure_queue() {
  const auto [depth, oldest] = load();
  ports_.metrics.queue(depth, oldest);
}

}  // namespace wardlink::app
