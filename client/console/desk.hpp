// What the requests of the pages may touch. All of it on the service's executor.
#pragma once

#include <functional>

#include "client/console/alarms.hpp"
#include "client/console/records.hpp"
#include "client/console/sounder.hpp"
#include "client/console/update_maker.hpp"
#include "client/console/watch.hpp"
#include "client/link/service.hpp"

namespace wardlink::console {

struct Desk {
  link::Service& service;
  const link::CopyStore& copy;
  UpdateMaker& maker;
  AlarmList& alarms;
  Records& records;
  Watch& watch;
  Sounder& sounder;
  const Standing& standing;
  /// Fills in the time and who is signed in, where the entry says nobody. False: it could not be written.
  std::function<bool(v1::LogEntry)> log;
  /// Something shown has changed.
  std::function<void()> touched;
  /// Somebody else sees now: everything is shown anew.
  std::function<void()> shown_anew;
  /// A command whose receipt is to be shown.
  std::function<void(const std::string& id)> expect_receipt;
  /// Of the disk the acts themselves do not wait for.
  std::function<void(const link::StoreError&)> store_failed;
};

}  // namespace wardlink::console
