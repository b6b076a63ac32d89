// outbox list, retry and drop: through the service where it runs, else on its store directly.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "client/cli/job.hpp"

namespace wardlink::cli {

struct OutboxJob {
  const Invocation& invocation;
  const Settings& settings;
  Output& out;
};

/// list and drop: no identity is needed.
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_outbox(OutboxJob job);
/// retry: an officer's own command waits for the officer's identity.
[[nodiscard]] boost::asio::awaitable<ExitStatus> run_retry(Job job);

}  // namespace wardlink::cli
