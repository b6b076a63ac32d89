#include "hub/app/contents.hpp"

#include <cstddef>

#include "hub/base/limits.hpp"

namespace wardlink::app {
namespace {

// Of a view; the rest of a frame is for what else it holds.
constexpr std::size_t reports_bytes_max = base::limits::hub_frame_bytes_max / 8;
constexpr std::size_t contents_bytes_max = base::limits::hub_frame_bytes_max / 4;

v1::Content content_at(const journal::Journal& journal, std::string_view cluster, std::uint64_t seq) {
  journal::EventFilter filter;
  filter.after_seq = seq - 1;
  filter.until_seq = seq;
  const auto found = journal.events(cluster, filter, 1);
  return found.empty() ? v1::Content{} : found.front().event().content();
}

// The first report decides, the latest are news: what is between them goes first.
void leave_reports_out(v1::Incident& view) {
  auto& reports = *view.mutable_reports();
  std::size_t bytes = 0;
  int from = reports.size();
  while (from > 1 && bytes < reports_bytes_max) bytes += reports.Get(--from).ByteSizeLong();
  const int left_out = from - 1;
  if (left_out <= 0) return;
  reports.DeleteSubrange(1, left_out);
  view.set_reports_left_out(static_cast<std::uint32_t>(left_out));
}

}  // namespace

void fill_contents(v1::Incident& view, const journal::Journal& journal, std::string_view cluster) {
  if (view.description_only()) return;
  leave_reports_out(view);
  std::size_t bytes = 0;
  for (auto& report : *view.mutable_reports()) {
    if (report.recorded_seq() == 0) continue;
    v1::Content content = content_at(journal, cluster, report.recorded_seq());
    bytes += content.ByteSizeLong();
    if (bytes > contents_bytes_max) break;
    *report.mutable_content() = std::move(content);
  }
}

void follow_contents(v1::EntryHeader& header, const journal::Journal& journal) {
  for (auto& stored : *header.mutable_events()) {
    auto& event = *stored.mutable_event();
    if (event.content_seq() == 0) continue;
    *event.mutable_content() = content_at(journal, header.cluster(), event.content_seq());
  }
}

}  // namespace wardlink::app
