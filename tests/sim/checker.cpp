#include "tests/sim/checker.hpp"

#include "hub/base/ids.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/trace.hpp"
#include "tests/unit/rules/state_dump.hpp"

namespace wardlink::sim {

std::string text_of(const domain::State& state) { return rules::testing::dump(state); }

std::uint64_t Checker::entries() const {
  std::uint64_t all = 0;
  for (const auto& [cluster, watched] : watched_) all += watched.model.entries();
  return all;
}

void Checker::appending(std::span<const journal::Entry> entries) {
  not_appended();
  for (const auto& entry : entries) watched_[entry.header.cluster()].under_way.push_back(entry);
}

void Checker::appended(std::span<const journal::Entry> entries) {
  not_appended();
  for (auto& [cluster, watched] : watched_) watched.last_group = watched.model.entries();
  for (const auto& entry : entries) watched_[entry.header.cluster()].model.add(entry);
}

void Checker::not_appended() {
  for (auto& [cluster, watched] : watched_) watched.under_way.clear();
}

void Checker::anchored(const std::string& cluster, std::uint64_t number) {
  const auto waited = watched_[cluster].last_group;
  must(number >= waited, "the anchor knows of {} entries, and the receipts of {} waited for it", number, waited);
}

void Checker::recovered(const journal::Journal& journal, const domain::State& state) {
  const auto& cluster = state.cluster;
  auto& [model, under_way, last_group] = watched_[cluster];
  const std::uint64_t found = journal.head(cluster).number;
  must(found >= model.entries(), "the journal ends at entry {}, and {} were durable", found, model.entries());
  must(found <= model.entries() + under_way.size(), "the journal ends at entry {}, and only {} were written", found,
       model.entries() + under_way.size());
  for (std::uint64_t number = 1; number <= found; ++number) {
    const auto entry = journal.entry(cluster, number);
    must(entry.has_value(), "entry {} is gone", number);
    if (number <= model.entries()) {
      const auto& was = model.entry(number);
      must(entry->chain_hash == was.chain_hash && entry->header.command_digest() == was.header.command_digest(),
           "entry {} is another one than before", number);
    } else {
      auto survived = under_way.at(number - model.entries() - 1);
      must(entry->header.command_id() == survived.header.command_id(), "entry {} was never written", number);
      survived.chain_hash = entry->chain_hash;
      under_way.erase(under_way.begin());
      model.add(survived);
    }
  }
  under_way.clear();
  last_group = found;
  compare(state);
  trace("{}: recovered {} entries", cluster, found);
}

void Checker::compare(const domain::State& durable) const {
  const auto& model = this->model(durable.cluster);
  if (durable.entries == 0 && model.entries() == 0) return;
  const auto mine = text_of(model.state());
  const auto hubs = text_of(durable);
  if (mine == hubs) return;
  const auto differ = std::ranges::mismatch(mine, hubs).in1 - mine.begin();
  const auto from =
      mine.rfind('\n', static_cast<std::size_t>(differ) > 200 ? static_cast<std::size_t>(differ) - 200 : 0);
  const auto start = from == std::string::npos ? 0 : from;
  must(false, "the hub's state is not the journal's, from here on:\n{}\n--- and not\n{}", hubs.substr(start, 600),
       mine.substr(start, 600));
}

void Checker::subscribing(const v1::Identity&, Told& told, const v1::Subscribe& subscribe) const {
  if (told.subscribed) return;
  told.subscribed = true;
  told.after = subscribe.after_seq();
}

void Checker::leaving(const v1::Identity& to, Told& told, const v1::HubFrame& frame) {
  const auto& ward = to.ward();
  const auto& model = this->model(to);
  switch (frame.kind_case()) {
    case v1::HubFrame::kReceipt:
      check_receipt(to, frame.receipt());
      break;
    case v1::HubFrame::kSnapshot: {
      const auto& part = frame.snapshot();
      must(told.subscribed && part.seq() <= model.head(), "a snapshot of event {}, and the disk ends at {}", part.seq(),
           model.head());
      for (const auto& view : part.incidents()) check_view(to, view);
      for (const auto& event : part.events()) model.check_received(event, ward, !event.incident().empty());
      told.in_snapshot = !part.last();
      if (part.last()) told.after = part.seq();
      break;
    }
    case v1::HubFrame::kStory:
      for (const auto& event : frame.story().events()) model.check_received(event, ward, true);
      must(frame.story().events().empty() || frame.story().events().rbegin()->seq() < model.next_for(ward, told.after),
           "a story that goes on after the event it comes before");
      break;
    case v1::HubFrame::kEvent: {
      const auto& event = frame.event();
      must(told.subscribed && !told.in_snapshot, "{} is sent events it did not ask for", ward);
      model.check_received(event, ward, false);
      const auto next = model.next_for(ward, told.after);
      must(event.seq() == next, "{} is sent event {} after {}: {} comes next", ward, event.seq(), told.after, next);
      told.after = event.seq();
      break;
    }
    case v1::HubFrame::kCaughtUp: {
      const auto seq = frame.caught_up().seq();
      const auto next = model.next_for(ward, told.after);
      must(seq <= model.head() && (next == 0 || next > seq), "{} is told that it has all up to {}, and lacks {}", ward,
           seq, next);
      told.after = std::max(told.after, seq);
      break;
    }
    case v1::HubFrame::kQueryResult: {
      const auto& result = frame.query_result();
      for (const auto& view : result.list().incidents()) check_view(to, view);
      if (result.has_show()) check_view(to, result.show().incident());
      for (const auto& event : result.show().events()) model.check_received(event, ward, true);
      for (const auto& event : result.history().events()) model.check_received(event, ward, true);
      break;
    }
    case v1::HubFrame::kWelcome:
      must(frame.welcome().head_seq() <= model.head(), "the hub says its head is {}, and the disk ends at {}",
           frame.welcome().head_seq(), model.head());
      break;
    default:
      break;
  }
}

/// Invariant 5: what is acknowledged is on the disk, under that very id.
void Checker::check_receipt(const v1::Identity& to, const v1::Receipt& receipt) const {
  if (!receipt.has_accepted() || receipt.dry_run()) return;
  const auto number = model(to).accepted(to, receipt.id());
  must(number.has_value(), "command {} is acknowledged, and the disk does not have it", receipt.id());
  const auto& entry = model(to).entry(*number);
  must(receipt.accepted().entry() == *number && receipt.accepted().seq() == entry.header.last_seq() &&
           receipt.accepted().chain_hash() == entry.chain_hash,
       "the receipt of {} names entry {}, and it is entry {}", receipt.id(), receipt.accepted().entry(), *number);
  for (const auto& event : receipt.accepted().events()) model(to).check_received(event, to.ward(), false);
}

void Checker::check_view(const v1::Identity& to, const v1::Incident& view) const {
  must(model(to).may_know_of(to.ward(), view.id()), "{} is shown incident {}, which is none of its business", to.ward(),
       view.id());
}

void Checker::receipt(const v1::Identity& by, const v1::Receipt& receipt) {
  if (receipt.has_accepted() && !receipt.dry_run()) acknowledged_.emplace(base::sender_key(by), receipt.id());
}

void Checker::taken(const v1::Identity& by, const v1::Event& event, std::uint64_t after) const {
  const auto next = model(by).next_for(by.ward(), after);
  must(event.seq() == next, "{} {} took event {} after {}: {} comes next", by.ward(), by.name(), event.seq(), after,
       next);
}

}  // namespace wardlink::sim
