#include "tests/sim/world.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <map>
#include <span>
#include <sstream>
#include <stdexcept>

#include "tests/sim/process.hpp"
#include "tests/sim/trace.hpp"

namespace wardlink::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration calm_max = 120s;
constexpr Duration timer_late_max = 2s;  // more than a tick

/// The same regulation, with everything that takes minutes taking seconds.
std::string hurry(const std::string& toml) {
  static const std::map<std::string, int, std::less<>> seconds{{"arbitration_window_s", 15},
                                                               {"confirm_s", 3},
                                                               {"unreachable_s", 8},
                                                               {"handover_s", 6},
                                                               {"undelivered_s", 2},
                                                               {"unseen_s", 4},
                                                               {"unanswered_s", 8},
                                                               {"exhausted_s", 15},
                                                               {"stalled_s", 10},
                                                               {"overdue_s", 12},
                                                               {"idle_s", 20},
                                                               {"flight_ttl_s", 12},
                                                               {"patrol_max_s", 15},
                                                               {"close_after_s", 10}};
  std::string out;
  std::istringstream lines(toml);
  for (std::string line; std::getline(lines, line);) {
    const auto found = seconds.find(line.substr(0, line.find(' ')));
    out += (found == seconds.end() ? line : fmt::format("{} = {}", found->first, found->second)) + '\n';
  }
  return out;
}

v1::Identity identity(const std::string& cluster, const std::string& ward, v1::Role role, const std::string& name) {
  v1::Identity identity;
  identity.set_cluster(cluster);
  identity.set_ward(ward);
  identity.set_role(role);
  identity.set_name(name);
  return identity;
}

std::span<const app::ConfiguredCluster> chosen(const Clusters& clusters, const Weather& weather) {
  return std::span(weather.hurried ? clusters.hurried : clusters.calm).first(weather.clusters);
}

app::ConfiguredCluster twin(app::ConfiguredCluster cluster) {
  auto& geojson = *cluster.found.mutable_found()->mutable_geojson();
  const auto id = geojson.find('"' + cluster.id + '"');
  if (id == std::string::npos) throw std::runtime_error("the cluster's file does not say its id");
  geojson.insert(id + 1, "twin-of-");
  cluster.id = "twin-of-" + cluster.id;
  return cluster;
}

}  // namespace

Clusters Clusters::load() {
  const std::string file = std::string(WARDLINK_SOURCE_DIR) + "/hub/clusters/hoa-do-phuc-vi";
  auto loaded = app::load_cluster({file + ".geojson", file + ".toml"});
  if (!loaded) throw std::runtime_error(loaded.error());
  auto hurried = *loaded;
  auto& found = *hurried.found.mutable_found();
  found.set_regulation_toml(hurry(found.regulation_toml()));
  const auto parsed = domain::Regulation::parse(found.regulation_toml());
  if (!parsed) throw std::runtime_error(parsed.error().reason);
  return {.calm = {*loaded, twin(*loaded)}, .hurried = {hurried, twin(hurried)}};
}

World::World(std::uint64_t seed, const Clusters& clusters)
    : random_(seed),
      stormy_(Weather::draw(random_)),
      weather_(stormy_),
      disk_(random_.fork()),
      machine_{.timeline = timeline_,
               .random = random_.fork(),
               .checker = checker_,
               .disk = disk_,
               .clusters = chosen(clusters, stormy_),
               .wal_bytes = random_.chance(500) ? 0U : 262'144U,
               .tick_interval = 1ms * random_.between(200, 1000),
               .commit_delay = 1ms * random_.between(0, 20),
               .snapshot_permille = random_.chance(300) ? 0U : static_cast<unsigned>(random_.below(150)),
               .on_end =
                   [this](const std::string& why) {
                     trace("the hub ends itself: {}", why);
                     hub_ended_ = true;
                   }},
      around_{.timeline = timeline_,
              .weather = weather_,
              .checker = checker_,
              .clusters = machine_.clusters,
              .connect = [this](const v1::Identity& who) { return connect(who); }},
      evening_(random_.fork()) {
  VirtualTime::reset();
  Disk::mounted = &disk_;
  register_disk_vfs();
  sqlite3_randomness(0, nullptr);  // SQLite draws from this seed's machine, whatever came before
}

void World::run() {
  trace("{}", stormy_.text());
  while (!hub_) start_hub();
  for (const auto& cluster : machine_.clusters) people(cluster.id);
  timeline_.after(1s, [this] { each_second(); });
  timeline_.after(1s, [this] { next_deed(); });
  run_until(stormy_.length);
  over_ = true;
  disk_.full = disk_.failing = false;
  disk_.sync_takes_max = {};
  weather_ = stormy_.calm();
  trace("the evening is over: {} entries", entries());
  for (const auto& stranger : strangers_) stranger->leave();
  start_hub();
  wait_for_calm();
  check_together();
}

void World::people(const std::string& cluster) {
  const auto& wards = hub_->cluster(cluster).durable().geography->wards();
  const std::size_t before = clients_.size();
  const auto off = [&] { return stormy_.clocks_off ? 1s * random_.between(-18'000, 18'000) : Duration{}; };
  for (const auto& ward : wards) {
    clients_.push_back(
        std::make_unique<Client>(around_, identity(cluster, ward.id, v1::STATION, "tram"), off(), random_.fork()));
  }
  for (unsigned i = 0; i < stormy_.officers; ++i) {
    const auto& ward = random_.one_of(wards);
    clients_.push_back(std::make_unique<Client>(
        around_, identity(cluster, ward.id, v1::OFFICER, fmt::format("an{}", i)), off(), random_.fork()));
  }
  for (std::size_t i = before; i < clients_.size(); ++i) clients_[i]->start();
  for (unsigned i = 0; i < stormy_.hostile; ++i) {
    const auto& ward = random_.one_of(wards);
    strangers_.push_back(std::make_unique<Stranger>(
        around_, identity(cluster, ward.id, random_.chance(500) ? v1::STATION : v1::OFFICER, fmt::format("x{}", i)),
        random_.fork()));
    strangers_.back()->start();
  }
}

void World::run_until(Duration until) {
  while (!timeline_.empty() && timeline_.next() <= until) {
    timeline_.step();
    if (hub_ended_) hub_gone(random_.chance(200) ? End::power_cut : End::killed);
  }
}

void World::start_hub() {
  if (hub_) return;
  hub_ = std::make_unique<HubProcess>(machine_);
  if (!hub_ended_) return;
  hub_gone(random_.chance(200) ? End::power_cut : End::killed);
}

/// The process is gone; its kernel says so to whoever is connected, unless the machine went with it.
void World::hub_gone(End how) {
  hub_ended_ = false;
  if (how == End::stopped) hub_.reset();
  disk_.end_life(how == End::power_cut);
  hub_.reset();
  for (const auto& [number, link] : std::exchange(links_, {})) {
    if (how == End::power_cut) {
      link->swallow();
    } else {
      timeline_.after(random_.up_to(link->manners.latency), [gone = link] { gone->on_reset_at_client(); });
    }
  }
  const Duration down = random_.chance(100) ? 1s * random_.between(10, 600) : random_.up_to(3s);
  timeline_.after(over_ ? Duration{} : down, [this] { start_hub(); });
}

std::shared_ptr<Link> World::connect(const v1::Identity& who) {
  if (!hub_) return nullptr;
  const bool slow = random_.chance(weather_.slow_reader);
  auto link = std::make_shared<Link>(timeline_, random_,
                                     LinkManners{.latency = weather_.latency,
                                                 .in_bytes = random_.chance(weather_.in_bytes),
                                                 .window = slow ? 2048U : 65536U,
                                                 .read_pause = slow ? 1ms * random_.between(10, 2000) : 0ms});
  const auto number = ++links_made_;
  links_.emplace(number, link);
  net::PeerIdentity peer{.identity = who,
                         .not_after = std::chrono::floor<std::chrono::seconds>(VirtualTime::wall()) + 8760h,
                         .serial = "01"};
  timeline_.after(random_.up_to(weather_.latency), [this, number, link, peer = std::move(peer)] {
    if (hub_ && links_.contains(number)) hub_->accept(link, peer);
  });
  return link;
}

/// What the weather does, each second.
void World::each_second() {
  if (over_) return;
  timeline_.after(1s, [this] { each_second(); });
  for (auto at = links_.begin(); at != links_.end();) {
    const auto link = at++->second;
    if (random_.chance(weather_.cut)) {
      links_.erase(std::prev(at));
      link->swallow();
      timeline_.after(random_.up_to(weather_.latency), [link] { link->on_reset_at_client(); });
      timeline_.after(random_.up_to(weather_.latency), [link] { link->on_reset_at_hub(); });
    } else if (random_.chance(weather_.half_open)) {
      trace("a connection goes half-open");
      link->swallow();
    }
  }
  for (const auto& client : clients_) {
    if (random_.chance(weather_.station_crash)) client->crash();
  }
  if (hub_ && random_.chance(weather_.hub_crash)) {
    trace("the hub is killed");
    hub_gone(random_.chance(500) ? End::power_cut : End::killed);
  }
  if (hub_ && random_.chance(weather_.hub_stop)) {
    trace("the hub is stopped");
    hub_->stop();
    disk_.full = disk_.failing = false;
    if (!hub_ended_) hub_gone(End::stopped);
  }
  disk_weather();
  if (random_.chance(weather_.wall_step)) {
    VirtualTime::hub_wall_by = 1s * random_.between(-86'400, 86'400);
    trace("the hub's wall clock is stepped: off by {} s", VirtualTime::hub_wall_by / 1s);
  }
}

void World::disk_weather() {
  if (random_.chance(weather_.disk_full)) {
    trace("the disk is full");
    disk_.full = true;
    timeline_.after(random_.up_to(5s), [this] { disk_.full = false; });
  }
  if (random_.chance(weather_.disk_slow)) {
    trace("the disk is slow");
    disk_.sync_takes_max = random_.up_to(2s);
    timeline_.after(random_.up_to(5s), [this] { disk_.sync_takes_max = {}; });
  }
  if (random_.chance(weather_.disk_error)) {
    trace("the disk will fail once");
    disk_.failing = true;
  }
}

void World::next_deed() {
  if (over_) return;
  timeline_.after(random_.up_to(2 * weather_.between_commands), [this] { next_deed(); });
  auto& probe = *random_.one_of(clients_);
  const auto& cluster = probe.identity().cluster();
  const auto deed = evening_.next(checker_.model(cluster).state(), probe.wall() - VirtualTime::wall());
  std::vector<Client*> able;
  std::vector<Client*> others;
  for (const auto& client : clients_) {
    const auto& who = client->identity();
    if ((who.role() == v1::OFFICER) != deed.officer) continue;
    (who.cluster() == cluster && who.ward() == deed.ward ? able : others).push_back(client.get());
  }
  // Nobody of that ward is signed in: somebody else tries, perhaps of another cluster.
  if (able.empty()) able = others;
  if (!able.empty()) random_.one_of(able)->submit(deed.command);
}

void World::wait_for_calm() {
  Duration deadline = VirtualTime::passed + calm_max;
  std::size_t queued = 0;
  for (Duration until = VirtualTime::passed; !calm(); until += 500ms) {
    must(until < deadline, "faults have stopped and it does not come to rest: {}", restless());
    run_until(until);
    // Over a line of two seconds a full outbox takes longer than that to empty, one receipt after the other.
    std::size_t left = 0;
    for (const auto& client : clients_) left += client->queued();
    if (left < queued) deadline = until + calm_max;
    queued = left;
  }
}

bool World::calm() const { return restless().empty(); }

std::string World::restless() const {
  if (!hub_) return "the hub is down";
  for (const auto& client : clients_) {
    if (client->queued() > 0) return fmt::format("{} has {} in its outbox", client->text(), client->queued());
    if (!client->caught_up()) return fmt::format("{} stands at event {}", client->text(), client->taken());
  }
  for (const auto& cluster : machine_.clusters) {
    const auto& due = checker_.model(cluster.id).state().deadlines;
    if (!due.empty() && due.begin()->at <= hub_->now() - timer_late_max) return "a timer is due and does not fire";
  }
  return {};
}

void World::check_together() {
  for (const auto& cluster : machine_.clusters) checker_.compare(hub_->cluster(cluster.id).durable());
  for (const auto& client : clients_) client->compare(hub_->shown(client->identity()));
}

}  // namespace wardlink::sim
