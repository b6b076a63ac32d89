// What the command line asks for, before anything is looked up or sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/config.hpp"
#include "wardlink/v1/command.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::cli {

/// When a command counts as done (INTERFACES.md, --wait).
enum class Goal {
  queued,     // durable at the station, where its service runs; else as hub
  hub,        // durable at the hub
  delivered,  // every support it opened has reached its ward
  seen,       // a person of every such ward has seen it
  answered,   // one ward has accepted, or all have declined
};

struct Invocation {
  enum class Action {
    none,
    submit,
    watch,
    list,
    show,
    history,
    admin_status,
    admin_stations,
    admin_audit,
    config_check,
    config_show,
    completion,
    run,
    console,
    outbox_list,
    outbox_retry,
    outbox_drop,
  };
  Action action = Action::none;

  Layer flags;  // --hub, --identity, --lang, --timeout
  bool json = false;
  bool no_color = false;
  bool quiet = false;

  // submit. Ids in `command` may still be prefixes; times are resolved when the cluster's offset is known.
  v1::Command command;
  std::string command_id;  // empty: a new one
  bool dry_run = false;
  Goal goal = Goal::hub;
  bool goal_given = false;  // then it is waited for even while the station is cut off
  std::string detected_at;  // as typed
  std::string begun_at;     // as a device stamped it

  // watch
  std::optional<std::uint64_t> from_seq;
  std::optional<std::uint64_t> count;
  std::string until_idle;

  // list, show, history, admin audit; `id` of outbox too
  bool all = false;
  std::string id;
  v1::Query::History history;
  v1::Admin::Audit audit;
  std::string since;
  std::string until;

  bool fresh = false;  // run, console
  bool open = false;   // console: in a browser

  std::string file;   // config check
  std::string shell;  // completion
};

}  // namespace wardlink::cli
