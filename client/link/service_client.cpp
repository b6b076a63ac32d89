#include "client/link/service_client.hpp"

#include "client/link/outbox_listing.hpp"

#include <boost/asio/co_spawn.hpp>
#include <utility>

namespace wardlink::link {
namespace {

namespace asio = boost::asio;

v1::LocalAnswer reject(v1::Rejection::Code code, std::string field, std::string message, std::string message_vi) {
  v1::LocalAnswer answer;
  v1::Rejection& rejection = *answer.mutable_rejected();
  rejection.set_code(code);
  rejection.set_field(std::move(field));
  rejection.set_message(std::move(message));
  rejection.set_message_vi(std::move(message_vi));
  return answer;
}

}  // namespace

Service::Client::Client(std::shared_ptr<Service> service, LocalStream stream)
    : service_(std::move(service)), stream_(std::move(stream)), sender_(service_->options_.station) {}

asio::awaitable<void> Service::Client::run() {
  v1::LocalAnswer greeting;
  *greeting.mutable_status() = service_->status();
  auto done = co_await stream_.write(greeting);
  while (done) {
    v1::LocalRequest request;
    done = co_await stream_.read(request);
    if (done) done = co_await answer(std::move(request));
  }
  stream_.close();
}

asio::awaitable<Result<void>> Service::Client::answer(v1::LocalRequest request) {
  v1::LocalAnswer answer;
  switch (request.kind_case()) {
    case v1::LocalRequest::kUnlock: {
      auto uri = service_->unlock(request.unlock());
      if (uri) {
        sender_ = std::move(*uri);
        answer.mutable_done();
      } else {
        answer = reject(v1::Rejection::NOT_ALLOWED, "identity", uri.error().detail, uri.error().detail);
      }
      break;
    }
    case v1::LocalRequest::kSubmit:
      co_return co_await submit(std::move(*request.mutable_submit()));
    case v1::LocalRequest::kQuery:
      *answer.mutable_result() = co_await service_->ask(request.query());
      break;
    case v1::LocalRequest::kOutbox:
      co_return co_await act(request.outbox());
    case v1::LocalRequest::kTold:
      service_->told(request.told(), sender_);
      answer.mutable_done();
      break;
    case v1::LocalRequest::KIND_NOT_SET:
      co_return fail(Error::Kind::protocol, "an empty request");
  }
  co_return co_await stream_.write(answer);
}

v1::LocalAnswer Service::Client::queued(const std::string& id) const {
  v1::LocalAnswer answer;
  v1::Queued& queued = *answer.mutable_queued();
  queued.set_id(id);
  queued.set_linked(service_->reachable());
  if (!queued.linked()) *queued.mutable_cut_off_since() = to_proto(service_->changed_at_);
  queued.set_waiting(static_cast<std::uint32_t>(service_->outbox_.waiting()));
  return answer;
}

asio::awaitable<void> Service::Client::watch_for_leaving(std::shared_ptr<bool> left) {
  co_await stream_.stirred();
  *left = true;
  service_->changed_.raise();
}

asio::awaitable<Result<void>> Service::Client::submit(v1::Submit submit) {
  v1::LocalAnswer answer;
  if (submit.dry_run()) {
    // In the outbox it would be done in earnest.
    answer = reject(v1::Rejection::INVALID, "dry_run", "A dry run is asked of the hub itself.",
                    "Lệnh chạy thử phải hỏi thẳng trung tâm.");
    co_return co_await stream_.write(answer);
  }
  if (!service_->speaks_for(sender_)) {
    *answer.mutable_receipt() = rejected(submit.id(), v1::Rejection::NOT_ALLOWED, "",
                                         "The identity is locked again: not queued. Unlock it anew.",
                                         "Danh tính đã khoá lại: chưa xếp hàng. Hãy mở khoá lại.");
    co_return co_await stream_.write(answer);
  }
  const auto put = service_->submit(submit, sender_);
  if (put.kind != Outbox::Put::Kind::queued) {
    *answer.mutable_receipt() = put.receipt;
    co_return co_await stream_.write(answer);
  }
  answer = queued(submit.id());
  if (auto told = co_await stream_.write(answer); !told) co_return told;
  // Whoever waits says nothing; when the other end stirs it has gone, or wants something else.
  const auto left = std::make_shared<bool>(false);
  asio::co_spawn(service_->executor_, watch_for_leaving(left),
                 [self = shared_from_this()](const std::exception_ptr& thrown) {
                   if (thrown && self->service_->on_fault) self->service_->on_fault(thrown);
                 });
  for (;;) {
    if (auto receipt = service_->receipt(submit.id())) {
      *answer.mutable_receipt() = std::move(*receipt);
      co_return co_await stream_.write(answer);
    }
    if (*left) co_return Result<void>{};
    if (answer.queued().linked() != service_->reachable()) {
      answer = queued(submit.id());
      if (auto told = co_await stream_.write(answer); !told) co_return told;
      continue;
    }
    co_await service_->changed();
  }
}

asio::awaitable<Result<void>> Service::Client::act(const v1::OutboxAction& action) {
  Stored<Outbox::Acted> acted = Outbox::Acted::done;
  if (action.has_retry()) acted = service_->retry(action.retry());
  if (action.has_drop()) acted = service_->drop(action.drop());
  if (!acted) service_->failed(acted.error());
  const auto unlocked = [this](const std::string& uri) { return service_->senders_.contains(uri); };
  const v1::LocalAnswer answer = outbox_answer(acted, service_->outbox_, unlocked);
  co_return co_await stream_.write(answer);
}

}  // namespace wardlink::link
