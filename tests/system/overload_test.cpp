// More than there is room for (issue 3, Overload): the caps hold, and whoever is here already is served meanwhile.
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "hub/base/limits.hpp"
#include "tests/system/commands.hpp"
#include "tests/system/peer.hpp"
#include "tests/system/watching.hpp"
#include "tests/system/world.hpp"

namespace wardlink::system_test {
namespace {

namespace limits = base::limits;

/// Connections that say nothing, from as many addresses of loopback as one likes.
class Storm {
 public:
  explicit Storm(unsigned short port) : port_(port) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  ~Storm() { end(); }
  Storm(const Storm&) = delete;
  Storm& operator=(const Storm&) = delete;

  void connect(int count) {
    for (int i = 0; i < count; ++i) {
      const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      ASSERT_GE(fd, 0);
      sockaddr_in from{};
      from.sin_family = AF_INET;
      from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(fds_.size() % 8));
      ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from), 0);
      sockaddr_in to{};
      to.sin_family = AF_INET;
      to.sin_port = htons(port_);
      to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
      fds_.push_back(fd);
    }
  }
  void end() {
    for (const int fd : fds_) ::close(fd);
    fds_.clear();
  }

 private:
  unsigned short port_;
  std::vector<int> fds_;
};

double refused(const World& world) { return metric(world, "wardhub_handshake_failures_total{reason=\"capacity\"}"); }

TEST(OverloadTest, TenThousandConnectsInAStormLeaveThoseWhoAreHereServed) {
  World world;
  const auto identities = std::pair(world.admin(), world.station("cong-vi"));
  const auto officer = world.officer("quan-hoa");
  const auto station = world.station("vinh-phuc");
  world.start_hub();
  Peer watching(world.port(), station);
  watching.subscribe(0, "");
  watching.until([](const v1::HubFrame& frame) { return frame.has_caught_up(); });
  Peer reporter(world.port(), officer);

  constexpr int connects = 10'000;
  constexpr int batch = 500;
  Storm storm(world.port());
  for (int sent = 0; sent < connects; sent += batch) {
    storm.connect(batch);
    const auto receipt = reporter.submit(sighting(on_the_bridge()));
    ASSERT_TRUE(receipt.has_accepted()) << "after " << sent;
    const auto seq = receipt.accepted().seq();
    EXPECT_TRUE(watching.await([&](const v1::HubFrame& frame) { return frame.event().seq() == seq; }).has_event());
    watching.ping();
    EXPECT_LE(metric(world, "wardhub_connections"), 2.0 + limits::handshakes_pending_max) << "the cap holds";
  }
  await("most of them are turned away", [&] { return refused(world) >= connects * 9 / 10; });
  storm.end();
  // The audit has them, and is not the larger for it.
  Peer admin(world.port(), identities.first);
  v1::Admin question;
  question.mutable_audit()->set_kind("handshake");
  std::uint64_t counted = 0;
  await("they are in the audit", [&] {
    const auto page = admin.ask(question).audit();
    counted = 0;
    for (const auto& record : page.records()) counted += record.detail() == "capacity" ? record.count() : 0;
    EXPECT_LE(page.records_size(), 64);
    return counted >= connects * 9 / 10;
  });
  EXPECT_NO_THROW(Peer(world.port(), identities.second)) << "and when it is over there is room again";
  EXPECT_EQ(world.stop_hub(), 0);
}

TEST(OverloadTest, SomeHundredStationsAtOnceAreAllLetIn) {
  World world;
  world.start_hub();
  std::vector<Peer> peers;
  for (int i = 0; i < 300; ++i) peers.emplace_back(world.port(), world.station("quan-hoa"));
  await("they are counted", [&] { return metric(world, "wardhub_connections") == 300; });
  EXPECT_TRUE(peers.back().submit(sighting(on_the_bridge())).has_accepted());
  EXPECT_EQ(world.stop_hub(), 0);
}

TEST(OverloadTest, OneAtFullSpeedIsSlowedDownAndTheOthersAreNot) {
  World world({.more_hub_settings = "submits_per_s = 20\nsubmits_burst = 20\n"});
  world.start_hub();
  const auto theirs = world.officer("nghia-do");
  Peer eager(world.port(), world.officer("quan-hoa"));
  Peer calm(world.port(), theirs);
  constexpr int submits = 500;
  for (int i = 0; i < submits; ++i) eager.submit_only(new_id(), sighting(on_the_bridge()));
  EXPECT_TRUE(calm.submit(sighting(on_the_bridge())).has_accepted()) << "each has a measure of its own";
  int accepted = 0;
  int slowed = 0;
  for (int i = 0; i < submits; ++i) {
    const auto receipt = eager.await([](const v1::HubFrame& frame) { return frame.has_receipt(); }).receipt();
    (receipt.has_accepted() ? accepted : slowed) += 1;
    EXPECT_TRUE(receipt.has_accepted() || receipt.rejected().code() == v1::Rejection::RATE_LIMITED);
  }
  EXPECT_GE(accepted, 20) << "the burst";
  EXPECT_GT(slowed, 0);
  EXPECT_EQ(metric(world, "wardhub_commands_rejected_total{reason=\"RATE_LIMITED\"}"), slowed);
  EXPECT_EQ(world.stop_hub(), 0);
}

}  // namespace
}  // namespace wardlink::system_test
