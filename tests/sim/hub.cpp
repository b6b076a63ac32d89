#include "tests/sim/hub.hpp"

#include <limits>
#include <utility>

#include "hub/app/snapshot.hpp"
#include "hub/base/limits.hpp"
#include "hub/journal/sqlite_journal.hpp"
#include "proto/framing.hpp"
#include "tests/sim/checker.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/hub_session.hpp"
#include "tests/sim/process.hpp"
#include "tests/sim/trace.hpp"

namespace wardlink::sim {
namespace {

/// Every entry passes here on its way to the disk.
class WatchedJournal final : public journal::Journal {
 public:
  WatchedJournal(std::unique_ptr<journal::Journal> journal, Checker& checker)
      : journal_(std::move(journal)), checker_(checker) {}

  [[nodiscard]] std::expected<void, journal::AppendError> append(std::span<journal::Entry> entries) override {
    checker_.appending(entries);
    auto appended = journal_->append(entries);
    if (appended) {
      checker_.appended(entries);
    } else {
      trace("disk full: {} entries rolled back", entries.size());
      checker_.not_appended();
    }
    return appended;
  }
  [[nodiscard]] std::vector<std::string> clusters() const override { return journal_->clusters(); }
  [[nodiscard]] journal::Head head(std::string_view cluster) const override { return journal_->head(cluster); }
  [[nodiscard]] std::string epoch() const override { return journal_->epoch(); }
  [[nodiscard]] std::uint64_t bytes() const override { return journal_->bytes(); }
  [[nodiscard]] std::expected<void, journal::Corrupt> replay(
      std::string_view cluster, std::uint64_t first,
      const std::function<void(const v1::EntryHeader&)>& visit) const override {
    return journal_->replay(cluster, first, visit);
  }
  [[nodiscard]] std::optional<journal::Accepted> find(std::string_view cluster, std::string_view sender,
                                                      std::string_view command_id) const override {
    return journal_->find(cluster, sender, command_id);
  }
  [[nodiscard]] std::optional<journal::Entry> entry(std::string_view cluster, std::uint64_t number) const override {
    return journal_->entry(cluster, number);
  }
  [[nodiscard]] std::vector<v1::StoredEvent> events(std::string_view cluster, const journal::EventFilter& filter,
                                                    std::size_t max) const override {
    return journal_->events(cluster, filter, max);
  }

 private:
  const std::unique_ptr<journal::Journal> journal_;
  Checker& checker_;
};

class DrawnRandom final : public app::Random {
 public:
  explicit DrawnRandom(sim::Random random) : random_(random) {}
  [[nodiscard]] std::array<std::uint8_t, 10> ten_bytes() override {
    std::array<std::uint8_t, 10> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_.below(256));
    return bytes;
  }

 private:
  sim::Random random_;
};

}  // namespace

HubProcess::HubProcess(Machine& machine) : machine_(machine), faults_(machine.disk.faults) {
  run([this] { open(); });
}

/// kill -9: nothing is written, nobody is told.
HubProcess::~HubProcess() {
  alive_.reset();
  for (const auto& session : std::exchange(sessions_, {})) session->vanish();
}

/// As the server opens (hub/app/server.cpp).
void HubProcess::open() {
  const auto anchor = journal::read_anchor("journal.anchor");
  must(anchor.has_value(), "the anchor cannot be read: {}", anchor ? "" : anchor.error());
  const auto& points = *anchor ? (*anchor)->newest.state.clusters : decltype(journal::AnchorState::clusters){};
  for (const auto& [id, found] : machine_.clusters) {
    const auto point = points.find(id);
    machine_.checker.anchored(id, point == points.end() ? 0 : point->second.number);
  }
  auto journal = journal::SqliteJournal::open(
      "journal", {.wal_bytes = machine_.wal_bytes, .notice = [](auto notice) { trace("journal: {}", notice); }});
  if (!journal && machine_.disk.faults > faults_) throw ProcessEnded{journal.error().reason};
  must(journal.has_value(), "the journal is refused: {}", journal ? "" : describe(journal.error()));
  snapshots_ = (*journal)->snapshots();
  journal_ = std::make_unique<WatchedJournal>(*std::move(journal), machine_.checker);
  base::Time not_before{};
  for (const auto& cluster : journal_->clusters()) not_before = std::max(not_before, journal_->head(cluster).time);
  clock_ = std::make_unique<base::SystemClock>(not_before);
  random_ = std::make_unique<DrawnRandom>(machine_.random.fork());
  auto core = std::make_unique<app::Core>(
      app::Decider::Ports{*journal_, *clock_, *random_, metrics_, health_}, app::Core::Options{.version = "simulated"},
      [this] { later(machine_.random.up_to(machine_.commit_delay), [this] { core_->flush(); }); });
  for (const auto& configured : machine_.clusters) serve(*core, configured);
  core_ = std::move(core);
  tick();
}

void HubProcess::serve(app::Core& core, const app::ConfiguredCluster& configured) {
  auto recovered = app::recover(*journal_, configured.id, snapshots_);
  must(recovered.has_value(), "the hub cannot read its journal: {}", recovered ? "" : recovered.error());
  for (const auto& notice : recovered->notices) trace("{}", notice);
  trace("from the snapshot of entry {}", recovered->snapshot_entry);
  machine_.checker.recovered(*journal_, recovered->state);
  const bool empty = !recovered->state.founded();
  const bool added = core.add_cluster(std::move(recovered->state), empty ? &configured.found : nullptr);
  if (!added) throw ProcessEnded{"the disk is full: the cluster cannot be founded"};
}

void HubProcess::tick() {
  if (machine_.random.chance(500)) {
    for (const auto& work : std::exchange(machine_.disk.put_off, {})) work();
  }
  core_->tick();
  if (machine_.random.chance(machine_.snapshot_permille)) keep_snapshots();
  later(machine_.tick_interval, [this] { tick(); });
}

/// In the server a thread of its own makes them, out of the ones before and the entries since: the same states.
void HubProcess::keep_snapshots() {
  if (snapshots_ == nullptr) return;
  for (const auto& [id, cluster] : core_->clusters()) {
    const auto kept = app::keep(cluster->durable(), *journal_, *snapshots_);
    trace("snapshot of {}: {}", id, kept ? "kept" : kept.error());
  }
}

std::vector<v1::Snapshot> HubProcess::shown(const v1::Identity& who) const {
  const auto& durable = cluster(who.cluster()).durable();
  app::Snapshot snapshot(durable, who.ward(), now());
  std::string bytes;
  // What is over without an event yet was told of as going on.
  const fanout::Present present{durable, base::Time{}};
  while (!snapshot.fill(*journal_, present, bytes, std::numeric_limits<std::size_t>::max())) {
  }
  std::vector<v1::Snapshot> parts;
  proto::FrameReader reader(base::limits::hub_frame_bytes_max);
  for (std::string_view rest = bytes; !rest.empty();) {
    v1::HubFrame frame;
    const auto payload = reader.next(rest);
    must(payload && *payload && frame.ParseFromString(std::string(**payload)), "a snapshot that cannot be read");
    parts.push_back(std::move(*frame.mutable_snapshot()));
  }
  return parts;
}

/// As the server drains.
void HubProcess::stop() {
  run([this] {
    core_->flush();
    keep_snapshots();
    for (const auto& session : std::vector(sessions_)) session->shut_down();
  });
}

void HubProcess::accept(std::shared_ptr<Link> link, net::PeerIdentity peer) {
  const auto session = std::make_shared<HubSession>(*this, std::move(link), std::move(peer));
  sessions_.push_back(session);
  run([&] { session->start(); });
}

void HubProcess::run(const std::function<void()>& piece) {
  if (ended_) return;
  try {
    piece();
  } catch (const ProcessEnded& end) {
    must(machine_.disk.faults > faults_, "the hub ends itself and the disk has done nothing: {}", end.why);
    ended_ = true;
    alive_.reset();
    machine_.on_end(end.why);
  }
}

void HubProcess::later(Duration delay, std::function<void()> piece) {
  machine_.timeline.after(delay, [this, alive = std::weak_ptr(alive_), piece = std::move(piece)] {
    if (!alive.expired()) run(piece);
  });
}

}  // namespace wardlink::sim
