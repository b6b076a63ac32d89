#include "hub/app/subscription.hpp"

#include <algorithm>
#include <vector>

#include "hub/app/visible.hpp"
#include "hub/base/planted.hpp"
#include "hub/fanout/frames.hpp"
#include "proto/framing.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::app {
namespace {

// About a write batch: rows that do not fit are read again.
constexpr std::size_t rows_a_read = 64;
constexpr int reads_a_fill = 4;

}  // namespace

bool Subscription::fill(const Source& source, std::string& out, std::size_t bytes_max) {
  if (snapshot_) {
    if (!snapshot_->fill(source.journal, source.present(), out, bytes_max)) return true;
    may_acknowledge_ = snapshot_->seq();
    snapshot_.reset();
  }
  const auto over = [&source](const std::string& flight) { return fanout::over(source.present(), flight); };
  for (int reads = 0; out.size() < bytes_max && reads <= reads_a_fill;) {
    const auto filled = cursor_.fill(source.feed, out, bytes_max, over);
    may_acknowledge_ = std::max(may_acknowledge_, cursor_.seq());
    if (filled == fanout::Cursor::Filled::more) return true;
    if (filled == fanout::Cursor::Filled::drained) {
      if (!caught_up_) {
        v1::HubFrame frame;
        frame.mutable_caught_up()->set_seq(source.durable.seq);
        proto::append_frame(out, frame);
        may_acknowledge_ = std::max(may_acknowledge_, source.durable.seq);
        caught_up_ = true;
        live_after_seq_ = source.durable.seq;
      }
      return false;
    }
    read_on(source, out, bytes_max);
    may_acknowledge_ = std::max(may_acknowledge_, cursor_.seq());
    ++reads;
  }
  return true;
}

/// One stretch of the journal, as far as `out` has room for it.
void Subscription::read_on(const Source& source, std::string& out, std::size_t bytes_max) {
  journal::EventFilter filter;
  filter.after_seq = cursor_.seq();
  auto rows = source.journal.events(source.durable.cluster, filter, rows_a_read);
  for (auto& row : rows) {
    const auto* recipient = fanout::recipient(row, source.ward);
    if (base::planted("event-skipped-on-resuming") && row.event().seq() % 5 == 0) recipient = nullptr;
    if (recipient != nullptr) {
      if (out.size() >= bytes_max || !tell_story(source, row, *recipient, out, bytes_max)) return;
      fanout::tell_as_past(source.present(), *row.mutable_event());
      fanout::Encoding encoding(row.event());
      fanout::append_event_frame(out, *encoding.body(recipient->description_only()), recipient->prev_seq());
    }
    cursor_.advance(row.event().seq());
  }
}

/// True when all of it is told; else as much as there was room for, and the next call goes on. In the order of what
/// happened, whichever incidents it happened to: what was merged may have been corrected since.
bool Subscription::tell_story(const Source& source, const v1::StoredEvent& of, const v1::Recipient& to,
                              std::string& out, std::size_t bytes_max) {
  if (story_.of_seq != of.event().seq()) story_ = {.of_seq = of.event().seq(), .told = to.story_of().empty()};
  while (!story_.told) {
    if (out.size() >= bytes_max) return false;
    journal::EventFilter filter;
    filter.after_seq = story_.after_seq;
    filter.until_seq = of.event().seq() - 1;
    filter.incidents.assign(to.story_of().begin(), to.story_of().end());
    const auto rows = source.journal.events(source.durable.cluster, filter, rows_a_read);
    std::vector<v1::Event> events;  // one after the other of the same incident
    const auto tell = [&] {
      if (base::planted("story-cut-short") && events.size() > 1) events.pop_back();
      if (!events.empty()) fanout::append_story_frames(out, events.front().incident(), events);
      events.clear();
    };
    for (const auto& row : rows) {
      auto event = in_story(row, source.ward, to.description_only());
      if (!event) continue;
      fanout::tell_as_past(source.present(), *event);
      if (!events.empty() && events.front().incident() != event->incident()) tell();
      events.push_back(*std::move(event));
    }
    tell();
    story_.told = rows.size() < rows_a_read;
    if (!rows.empty()) story_.after_seq = rows.back().event().seq();
  }
  return true;
}

}  // namespace wardlink::app
