// What a command talks to: the station service on this computer where one runs for our ward, else a hub.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/cli/job.hpp"
#include "client/link/local_stream.hpp"

namespace wardlink::cli {

struct Contact {
  std::unique_ptr<link::LocalLink> station;
  std::unique_ptr<link::Connection> hub;  // null where there is a station
  std::string ward;                       // ours

  [[nodiscard]] boost::asio::awaitable<link::Result<v1::QueryResult>> ask(v1::Query query, link::SteadyTime until);
  /// Set once the station has answered from its own copy: as old as this.
  std::optional<google::protobuf::Timestamp> as_of;
};

[[nodiscard]] boost::asio::awaitable<link::Result<Contact>> reach(const Job& job);

/// The directory; without names for whoever may not ask for it.
[[nodiscard]] boost::asio::awaitable<link::Result<Names>> ask_names(Contact& contact, link::SteadyTime until);

/// Says that what was answered is old, where it is.
void mark_old(const Contact& contact, const Names& names, Output& out);

/// For what is done in the name of somebody else than the station: the service gets the opened identity. Nothing to do
/// without a service, or for the station's own.
[[nodiscard]] boost::asio::awaitable<link::Result<void>> unlock(Contact& contact, const Job& job);

}  // namespace wardlink::cli
