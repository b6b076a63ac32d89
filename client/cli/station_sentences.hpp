// What a person reads about the station service and its outbox; otherwise as sentences.hpp.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "client/cli/lang.hpp"

namespace wardlink::cli {

enum class StationSay {
  serving,
  linked,
  caught_up,
  cut_off,
  copy_refused,
  started_afresh,
  rejected_later,
  store_full,
  store_failed,
  in_use,
  not_a_station,
  no_state,
  queued,
  queued_cut_off,
  queued_unanswered,
  old_data,
  service_gone,
  outbox_empty,
  outbox_entry,
  outbox_waiting,
  outbox_sent,
  outbox_rejected,
  outbox_locked,
  outbox_retried,
  outbox_dropped,
  no_outbox,
  console_serving,
  console_running,
  console_port_taken,
  console_file,
  csp_reported,
  alarm_command_failed,
  last,  // the number of sentences
};

[[nodiscard]] std::string_view sentence(Lang lang, StationSay what);

/// Filled in with fmt::arg("name", value).
template <typename... Args>
[[nodiscard]] std::string say(Lang lang, StationSay what, const Args&... args) {
  return fmt::format(fmt::runtime(sentence(lang, what)), args...);
}

}  // namespace wardlink::cli
