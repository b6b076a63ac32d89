#include "client/console/replay.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "client/link/memory_store.hpp"
#include "client/link/picture.hpp"

namespace wardlink::console {

namespace asio = boost::asio;
using link::Stored;

asio::awaitable<Stored<v1::IncidentList>> stood_after(const link::CopyStore& copy, std::uint64_t seq) {
  constexpr std::size_t step = 256;
  const auto executor = co_await asio::this_coro::executor;
  link::MemoryStore past;
  link::EventFilter filter{.rows_max = step};
  for (bool more = true; more;) {
    const auto events = copy.events(filter);
    if (!events) co_return std::unexpected(events.error());
    link::Picture picture(past);
    more = events->size() == step;
    for (const v1::Event& event : *events) {
      filter.after_seq = event.seq();
      if (event.seq() > seq) {
        more = false;
        break;
      }
      if (auto applied = picture.apply(event); !applied) co_return std::unexpected(applied.error());
    }
    link::CopyBatch batch;
    picture.move_to(batch);
    if (auto taken = past.take(batch); !taken) co_return std::unexpected(taken.error());
    co_await asio::post(executor, asio::use_awaitable);
  }
  v1::IncidentList list;
  const auto incidents = past.incidents();
  const auto flights = past.flights();
  const auto patrols = past.patrols();
  if (!incidents) co_return std::unexpected(incidents.error());
  if (!flights) co_return std::unexpected(flights.error());
  if (!patrols) co_return std::unexpected(patrols.error());
  for (const auto& each : *incidents) {
    if (each.state() == v1::Incident::OPEN || each.state() == v1::Incident::RESOLVED) *list.add_incidents() = each;
  }
  for (const auto& each : *flights) {
    if (each.end() == v1::Flight::END_UNSPECIFIED) *list.add_flights() = each;
  }
  for (const auto& each : *patrols) {
    if (each.end() == v1::Patrol::END_UNSPECIFIED) *list.add_patrols() = each;
  }
  co_return list;
}

}  // namespace wardlink::console
