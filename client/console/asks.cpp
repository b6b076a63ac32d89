#include "client/console/asks.hpp"

#include <utility>

#include "client/console/rejections.hpp"
#include "client/console/replay.hpp"

namespace wardlink::console {
namespace {

namespace asio = boost::asio;
using v1::ConsoleAnswer;
using v1::ConsoleRequest;
using v1::Rejection;

ConsoleAnswer refused(v1::Rejection rejection) {
  ConsoleAnswer answer;
  *answer.mutable_rejected() = std::move(rejection);
  return answer;
}

/// What only looks is done again each time, and its answer, which may be large, is not kept.
bool only_looks(const ConsoleRequest& request) {
  switch (request.kind_case()) {
    case ConsoleRequest::kPreview:
    case ConsoleRequest::kQuery:
    case ConsoleRequest::kLog:
    case ConsoleRequest::kReplayAt:
    case ConsoleRequest::kAdmin:
    case ConsoleRequest::KIND_NOT_SET:
      return true;
    case ConsoleRequest::kOutbox:
      return request.outbox().kind_case() != v1::OutboxAction::kRetry &&
             request.outbox().kind_case() != v1::OutboxAction::kDrop;
    default:
      return false;
  }
}

}  // namespace

asio::awaitable<ConsoleAnswer> Asks::answer(ConsoleRequest request) {
  if (request.id().empty() || request.id().size() > id_max) {
    co_return refused(rejection(Rejection::INVALID, no_id, "id"));
  }
  ConsoleAnswer answered;
  if (only_looks(request)) {
    answered = co_await dispatch(std::move(request));
  } else {
    answered = co_await once(std::move(request));
  }
  show(answered);
  co_return answered;
}

asio::awaitable<ConsoleAnswer> Asks::once(ConsoleRequest request) {
  const std::string id = request.id();
  std::string digest = digest_of(request);
  if (const auto known = before_.find(id)) {
    if (known->digest != digest) co_return refused(rejection(Rejection::INVALID, another_request, "id"));
    while (!known->answer) co_await known->answered.wait();
    co_return *known->answer;
  }
  const auto begun = before_.begin(id, std::move(digest));
  ConsoleAnswer answered = co_await dispatch(std::move(request));
  before_.end(id, *begun, answered);
  co_return answered;
}

asio::awaitable<ConsoleAnswer> Asks::dispatch(ConsoleRequest request) {
  switch (request.kind_case()) {
    case ConsoleRequest::kSubmit:
      co_return co_await submit(std::move(*request.mutable_submit()));
    case ConsoleRequest::kPreview:
      co_return co_await preview(std::move(*request.mutable_preview()));
    case ConsoleRequest::kQuery:
      co_return co_await query(std::move(*request.mutable_query()));
    case ConsoleRequest::kOutbox:
      co_return outbox(request.outbox());
    case ConsoleRequest::kSignIn:
      co_return co_await sign_in(std::move(*request.mutable_sign_in()));
    case ConsoleRequest::kSignOut:
      co_return sign_out(request.sign_out().admin());
    case ConsoleRequest::kHandOver:
      co_return co_await hand_over(std::move(*request.mutable_hand_over()));
    case ConsoleRequest::kAcknowledge:
      co_return acknowledge(request.acknowledge());
    case ConsoleRequest::kQuiet:
      co_return quiet();
    case ConsoleRequest::kSoundTest:
      co_return sound_test(request.sound_test().heard());
    case ConsoleRequest::kLog:
      co_return log(request.log());
    case ConsoleRequest::kLogNote:
      co_return note(request.log_note().text());
    case ConsoleRequest::kReplayAt:
      co_return co_await replay(request.replay_at().seq());
    case ConsoleRequest::kAdmin:
      co_return co_await admin(std::move(*request.mutable_admin()));
    case ConsoleRequest::KIND_NOT_SET:
      break;
  }
  co_return refused(rejection(Rejection::INVALID, not_understood));
}

asio::awaitable<ConsoleAnswer> Asks::submit(v1::Submit submit) {
  ConsoleAnswer answer;
  if (submit.dry_run()) co_return refused(rejection(Rejection::INVALID, is_dry_run, "submit.dry_run"));
  const auto put = desk_.service.submit(submit, desk_.watch.sender());
  if (put.kind != link::Outbox::Put::Kind::queued) {
    *answer.mutable_receipt() = put.receipt;
    co_return answer;
  }
  const auto until = std::chrono::steady_clock::now() + receipt_max;
  while (desk_.service.reachable() && std::chrono::steady_clock::now() < until) {
    if (auto receipt = desk_.service.receipt(submit.id())) {
      *answer.mutable_receipt() = std::move(*receipt);
      co_return answer;
    }
    co_await desk_.service.changed(until);
  }
  desk_.expect_receipt(submit.id());
  const auto status = desk_.service.status();
  v1::Queued& queued = *answer.mutable_queued();
  queued.set_id(submit.id());
  queued.set_linked(desk_.service.reachable());
  if (!queued.linked()) *queued.mutable_cut_off_since() = status.changed_at();
  queued.set_waiting(status.waiting());
  co_return answer;
}

asio::awaitable<ConsoleAnswer> Asks::preview(v1::Submit submit) {
  ConsoleAnswer answer;
  auto receipt = co_await desk_.service.preview(std::move(submit), desk_.watch.sender());
  if (!receipt) co_return refused(rejection(Rejection::UNAVAILABLE, cut_off));
  *answer.mutable_receipt() = std::move(*receipt);
  co_return answer;
}

asio::awaitable<ConsoleAnswer> Asks::query(v1::Query query) {
  ConsoleAnswer answer;
  *answer.mutable_result() = co_await desk_.service.ask(std::move(query));
  co_return answer;
}

asio::awaitable<ConsoleAnswer> Asks::replay(std::uint64_t seq) {
  auto stood = co_await stood_after(desk_.copy, seq);
  if (!stood) {
    desk_.store_failed(stood.error());
    co_return refused(rejection(Rejection::UNAVAILABLE, store_failed));
  }
  ConsoleAnswer answer;
  *answer.mutable_stood() = std::move(*stood);
  co_return answer;
}

asio::awaitable<ConsoleAnswer> Asks::admin(v1::Admin asked) {
  auto result = co_await desk_.watch.ask(std::move(asked));
  if (!result) co_return refused(result.error());
  ConsoleAnswer answer;
  *answer.mutable_admin() = std::move(*result);
  co_return answer;
}

ConsoleAnswer Asks::outbox(const v1::OutboxAction& action) {
  ConsoleAnswer answer;
  link::Stored<link::Outbox::Acted> acted = link::Outbox::Acted::done;
  if (action.has_retry()) acted = desk_.service.retry(action.retry());
  if (action.has_drop()) acted = desk_.service.drop(action.drop());
  if (!acted) {
    desk_.store_failed(acted.error());
    return refused(rejection(Rejection::UNAVAILABLE, store_failed));
  }
  if (*acted == link::Outbox::Acted::unknown) return refused(rejection(Rejection::UNKNOWN_ID, not_in_outbox, "id"));
  if (*acted == link::Outbox::Acted::out) return refused(rejection(Rejection::STALE_STATE, being_sent, "id"));
  *answer.mutable_outbox() = desk_.service.outbox();
  return answer;
}

void Asks::show(ConsoleAnswer& answer) {
  const bool tells = answer.has_result() || (answer.has_receipt() && answer.receipt().dry_run());
  if (tells) {
    const auto tell = [&](const auto& events) {
      for (const v1::Event& event : events) *answer.add_told() = desk_.maker.told(event);
    };
    if (answer.has_receipt()) tell(answer.receipt().accepted().events());
    if (answer.has_result()) tell(answer.result().result().history().events());
    if (answer.has_result()) tell(answer.result().result().show().events());
  }
  if (!desk_.maker.locked()) return;
  const auto is_sensitive = desk_.maker.is_sensitive();
  if (answer.has_receipt()) redact(*answer.mutable_receipt(), is_sensitive);
  if (answer.has_result()) redact(*answer.mutable_result()->mutable_result(), is_sensitive);
  if (answer.has_outbox()) redact(*answer.mutable_outbox(), is_sensitive);
  if (answer.has_stood()) redact(*answer.mutable_stood());
  // What somebody wrote into the log may name anybody.
  if (!answer.has_log()) return;
  for (auto& entry : *answer.mutable_log()->mutable_entries()) entry.clear_text();
}

}  // namespace wardlink::console
