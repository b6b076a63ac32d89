#include "hub/app/receipts.hpp"

#include "hub/base/rejection.hpp"
#include "hub/fanout/frames.hpp"

namespace wardlink::app::receipts {
namespace {

void add_visible(v1::Accepted& accepted, const std::string& ward, const v1::StoredEvent& stored) {
  if (const auto* recipient = fanout::recipient(stored, ward)) {
    *accepted.add_events() = fanout::seen_by(stored.event(), *recipient);
  }
}

v1::Rejection rejection(v1::Rejection::Code code, std::string_view field, const char* en, const char* vi) {
  return base::reject(code, field, en, vi).error();
}

}  // namespace

v1::HubFrame accepted(const journal::Entry& entry) {
  const auto& header = entry.header;
  v1::HubFrame frame;
  auto& receipt = *frame.mutable_receipt();
  receipt.set_id(header.command_id());
  auto& accepted = *receipt.mutable_accepted();
  accepted.set_entry(header.number());
  accepted.set_seq(header.last_seq());
  *accepted.mutable_time() = header.time();
  accepted.set_chain_hash(entry.chain_hash);
  for (const auto& stored : header.events()) add_visible(accepted, header.sender().ward(), stored);
  return frame;
}

v1::HubFrame duplicate(const journal::Entry& entry) {
  v1::HubFrame frame = accepted(entry);
  frame.mutable_receipt()->set_duplicate(true);
  return frame;
}

v1::HubFrame dry_run(const std::string& id, const std::string& ward, std::span<const v1::StoredEvent> events,
                     base::Time now) {
  v1::HubFrame frame;
  auto& receipt = *frame.mutable_receipt();
  receipt.set_id(id);
  receipt.set_dry_run(true);
  *receipt.mutable_accepted()->mutable_time() = base::to_proto(now);
  for (const auto& stored : events) add_visible(*receipt.mutable_accepted(), ward, stored);
  return frame;
}

v1::HubFrame rejected(const v1::Submit& submit, v1::Rejection why) {
  v1::HubFrame frame;
  auto& receipt = *frame.mutable_receipt();
  receipt.set_id(submit.id());
  receipt.set_dry_run(submit.dry_run());
  *receipt.mutable_rejected() = std::move(why);
  return frame;
}

v1::Rejection unavailable() {
  return rejection(v1::Rejection::UNAVAILABLE, "",
                   "The hub cannot record anything just now. Try again with the same id.",
                   "Trung tâm hiện chưa ghi nhận được. Hãy gửi lại với cùng mã.");
}

v1::Rejection too_many() {
  return rejection(v1::Rejection::RATE_LIMITED, "", "Too many messages at once. Try again with the same id.",
                   "Gửi quá nhiều trong một lúc. Hãy gửi lại với cùng mã.");
}

v1::Rejection id_used() {
  return rejection(v1::Rejection::INVALID, "id", "This id was used for another message.",
                   "Mã này đã dùng cho một tin khác.");
}

v1::Rejection too_large() {
  return rejection(v1::Rejection::TOO_LARGE, "", "The incident has grown too large for this.",
                   "Vụ việc đã quá lớn để ghi nhận thêm tin này.");
}

}  // namespace wardlink::app::receipts
