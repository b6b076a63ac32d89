// Commands in, durable entries and receipts out (DESIGN.md, One message's way, steps 3 to 7).
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hub/app/audit.hpp"
#include "hub/app/cluster.hpp"
#include "hub/app/member.hpp"
#include "hub/app/random.hpp"
#include "hub/base/clock.hpp"
#include "hub/journal/journal.hpp"
#include "hub/ops/health.hpp"
#include "hub/ops/metrics.hpp"

namespace wardlink::app {

/// Decides at once, on what is decided already; commits at flush(), many in one. Whatever is said in between, refusals
/// and query results too, leaves in order behind what it was decided on. Single thread.
class Decider {
 public:
  struct Ports {
    journal::Journal& journal;
    base::Clock& clock;
    Random& random;
    ops::Metrics& metrics;
    ops::Health& health;
    Audit* audit = nullptr;  // null: nobody keeps it
  };
  /// `request_flush`: called when there is something to flush and was nothing before; flush() must follow, not from
  /// within that call.
  Decider(Ports ports, std::function<void()> request_flush);

  void submit(const std::shared_ptr<Member>& from, const v1::Submit& submit);
  /// What the hub does unasked. Nothing where there is nothing to do.
  void act(Cluster& cluster, const v1::HubCommand& command);
  /// Runs when everything decided so far is durable, or is not going to be.
  void in_order(std::function<void()> answer);

  /// Commits everything decided and lets the answers go.
  void flush();

  struct Load {
    std::size_t depth = 0;
    base::Duration oldest{};
  };
  /// What is decided, or waits to be answered, and not yet durable.
  [[nodiscard]] Load load() const;

 private:
  /// An entry on its way to the disk, or an answer that waits for those before it.
  struct Pending {
    base::Time since{};
    std::shared_ptr<Member> from = nullptr;  // null: the hub itself
    v1::Submit submit = {};                  // of `from`, without its command
    Cluster* cluster = nullptr;              // of the entry
    std::optional<journal::Entry> entry = std::nullopt;
    std::function<void()> answer = nullptr;
    bool decided = false;  // on what was decided before: void where that does not become durable
  };
  struct Batch {
    std::vector<journal::Entry> entries;
    std::size_t pendings = 0;  // at the front of the queue: those entries, and the answers between and behind them
  };
  using CommandKey = std::pair<std::string, std::string>;  // sender, id

  void refuse(const std::shared_ptr<Member>& to, const v1::Submit& submit, v1::Rejection why);
  void answer_decided(const std::shared_ptr<Member>& to, const v1::Submit& submit, v1::HubFrame frame);
  bool answer_repeated(const std::shared_ptr<Member>& from, const v1::Submit& submit, const std::string& digest);
  void answer_from_journal(const std::shared_ptr<Member>& to, const v1::Submit& submit);
  void enqueue(Pending pending, journal::Entry entry, std::vector<v1::StoredEvent> events);
  void push(Pending pending);

  Batch take_batch();
  void committed(Batch batch);
  void roll_back();
  void unavailable(const Pending& pending);
  void measure_queue();

  Ports ports_;
  std::function<void()> request_flush_;
  bool flush_requested_ = false;
  std::deque<Pending> queue_;
  std::map<CommandKey, std::string> digests_;  // of the commands in the queue
};

}  // namespace wardlink::app
