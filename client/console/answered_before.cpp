#include "client/console/answered_before.hpp"

#include <openssl/evp.h>

#include <stdexcept>
#include <utility>

namespace wardlink::console {

std::shared_ptr<AnsweredBefore::Request> AnsweredBefore::find(const std::string& id) const {
  const auto known = requests_.find(id);
  return known == requests_.end() ? nullptr : known->second;
}

std::shared_ptr<AnsweredBefore::Request> AnsweredBefore::begin(const std::string& id, std::string digest) {
  auto request = std::make_shared<Request>(executor_);
  request->digest = std::move(digest);
  requests_.insert_or_assign(id, request);
  order_.push_back(id);
  while (order_.size() > requests_max) {
    requests_.erase(order_.front());
    order_.pop_front();
  }
  return request;
}

void AnsweredBefore::end(const std::string& id, Request& request, const v1::ConsoleAnswer& answer) {
  request.answer = answer;
  request.answered.raise();
  const auto code = answer.has_receipt() ? answer.receipt().rejected().code() : answer.rejected().code();
  if (code != v1::Rejection::RATE_LIMITED && code != v1::Rejection::UNAVAILABLE) return;
  if (find(id).get() != &request) return;
  requests_.erase(id);
  std::erase(order_, id);
}

std::string digest_of(const v1::ConsoleRequest& request) {
  v1::ConsoleRequest shown = request;
  if (shown.has_sign_in()) shown.mutable_sign_in()->clear_passphrase();
  if (shown.has_hand_over()) shown.mutable_hand_over()->mutable_to()->clear_passphrase();
  const std::string bytes = shown.SerializeAsString();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("no SHA-256");
  }
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace wardlink::console
