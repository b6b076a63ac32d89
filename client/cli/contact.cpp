#include "client/cli/contact.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "client/cli/station_sentences.hpp"
#include "client/link/identity.hpp"

namespace wardlink::cli {
namespace {

namespace asio = boost::asio;
using fmt::arg;
using Kind = link::Error::Kind;

/// wardlink://CLUSTER/WARD/ROLE/NAME; empty parts where it is none.
std::array<std::string_view, 4> parts_of(std::string_view uri) {
  std::array<std::string_view, 4> parts;
  constexpr std::string_view scheme = "wardlink://";
  if (!uri.starts_with(scheme)) return parts;
  uri.remove_prefix(scheme.size());
  for (auto& part : parts) {
    part = uri.substr(0, uri.find('/'));
    uri.remove_prefix(std::min(uri.size(), part.size() + 1));
  }
  return parts;
}

/// The service sends and answers for its own ward only; an administrator's questions are not its business.
bool serves(std::string_view station, std::string_view identity) {
  const auto its = parts_of(station);
  const auto ours = parts_of(identity);
  return !ours[1].empty() && its[0] == ours[0] && its[1] == ours[1];
}

}  // namespace

asio::awaitable<link::Result<Contact>> reach(const Job& job) {
  Contact contact;
  const std::string identity = link::uri_of(job.identity);
  if (!job.settings.state.value.empty()) {
    auto station = co_await link::LocalLink::open(job.settings.state.value);
    if (station && serves(station->status().identity(), identity)) {
      contact.ward = parts_of(identity)[1];
      contact.station = std::move(station);
      co_return contact;
    }
  }
  auto hub = co_await connect(job);
  if (!hub) co_return std::unexpected(hub.error());
  contact.hub = std::move(*hub);
  contact.ward = contact.hub->welcome().identity().ward();
  co_return contact;
}

asio::awaitable<link::Result<v1::QueryResult>> Contact::ask(v1::Query query, link::SteadyTime until) {
  if (!station) {
    if (!hub) co_return link::fail(Kind::lost);
    co_return co_await hub->ask(std::move(query), until);
  }
  v1::LocalRequest request;
  *request.mutable_query() = std::move(query);
  auto answer = co_await station->ask(request, until);
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->has_result()) co_return link::fail(Kind::protocol, "the station service answered something else");
  if (answer->result().has_as_of()) as_of = answer->result().as_of();
  co_return std::move(*answer->mutable_result()->mutable_result());
}

asio::awaitable<link::Result<Names>> ask_names(Contact& contact, link::SteadyTime until) {
  v1::Query query;
  query.mutable_directory();
  auto result = co_await contact.ask(query, until);
  if (!result) co_return std::unexpected(result.error());
  if (!result->has_directory()) co_return Names();
  co_return Names(std::move(*result->mutable_directory()));
}

void mark_old(const Contact& contact, const Names& names, Output& out) {
  if (!contact.as_of) return;
  out.error(say(out.lang(), StationSay::old_data, arg("time", names.time(*contact.as_of))));
}

asio::awaitable<link::Result<void>> unlock(Contact& contact, const Job& job) {
  if (!contact.station || link::uri_of(job.identity) == contact.station->status().identity()) {
    co_return link::Result<void>{};
  }
  auto opened = link::open_identity(job.settings.identity.value, job.identity);
  if (!opened) co_return std::unexpected(opened.error());
  v1::LocalRequest request;
  request.mutable_unlock()->set_certificate_pem(std::move(opened->certificate_pem));
  request.mutable_unlock()->set_key_pem(std::move(opened->key_pem));
  request.mutable_unlock()->set_ca_pem(std::move(opened->ca_pem));
  const auto answer = co_await contact.station->ask(request, job.deadline());
  if (!answer) co_return std::unexpected(answer.error());
  if (!answer->has_done()) co_return link::fail(Kind::identity_unusable, answer->rejected().message());
  co_return link::Result<void>{};
}

}  // namespace wardlink::cli
