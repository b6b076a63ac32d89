#include "client/link/outbox_listing.hpp"

#include <utility>

namespace wardlink::link {
namespace {

v1::LocalAnswer reject(v1::Rejection::Code code, std::string field, std::string message, std::string message_vi) {
  v1::LocalAnswer answer;
  v1::Receipt receipt = rejected("", code, std::move(field), std::move(message), std::move(message_vi));
  *answer.mutable_rejected() = std::move(*receipt.mutable_rejected());
  return answer;
}

v1::OutboxEntry::State state_of(const Outbox::Entry& entry, bool unlocked) {
  if (entry.rejected) return v1::OutboxEntry::REJECTED;
  if (entry.out) return v1::OutboxEntry::SENT;
  return unlocked ? v1::OutboxEntry::WAITING : v1::OutboxEntry::LOCKED;
}

}  // namespace

v1::OutboxListing listing(const Outbox& outbox, const std::function<bool(const std::string&)>& unlocked) {
  v1::OutboxListing listing;
  for (Outbox::Entry& each : outbox.list()) {
    v1::OutboxEntry& entry = *listing.add_entries();
    entry.set_id(each.id);
    entry.set_identity(each.sender);
    *entry.mutable_command() = std::move(each.command);
    *entry.mutable_queued_at() = to_proto(each.queued_at);
    entry.set_state(state_of(each, unlocked(each.sender)));
    if (each.rejection.code() != v1::Rejection::CODE_UNSPECIFIED) *entry.mutable_rejection() = each.rejection;
  }
  return listing;
}

v1::LocalAnswer outbox_answer(const Stored<Outbox::Acted>& acted, const Outbox& outbox,
                              const std::function<bool(const std::string&)>& unlocked) {
  if (!acted) return reject(v1::Rejection::UNAVAILABLE, "", acted.error().detail, acted.error().detail);
  switch (*acted) {
    case Outbox::Acted::unknown:
      return reject(v1::Rejection::UNKNOWN_ID, "id", "Nothing of that id is in the outbox.",
                    "Hàng chờ không có lệnh mang mã này.");
    case Outbox::Acted::out:
      return reject(v1::Rejection::STALE_STATE, "id", "It is being sent: the hub may be deciding it.",
                    "Lệnh đang được gửi: trung tâm có thể đang quyết định.");
    case Outbox::Acted::done:
      break;
  }
  v1::LocalAnswer answer;
  *answer.mutable_outbox() = listing(outbox, unlocked);
  return answer;
}

}  // namespace wardlink::link
