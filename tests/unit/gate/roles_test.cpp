// DESIGN.md, the role table, over all commands and roles; and who is served at all.
#include <google/protobuf/descriptor.h>

#include <map>
#include <vector>

#include "tests/unit/gate/served_cluster.hpp"

namespace wardlink::gate::testing {
namespace {

using C = v1::Command;
using S = v1::Support;

std::vector<C::KindCase> every_command() {
  std::vector<C::KindCase> kinds;
  const auto* kind = C::descriptor()->FindOneofByName("kind");
  for (int i = 0; i < kind->field_count(); ++i) kinds.push_back(static_cast<C::KindCase>(kind->field(i)->number()));
  return kinds;
}

bool may(v1::Role role, const v1::Command& command) {
  const auto checked = check(served_cluster(), identity(role), submit(command));
  if (!checked) {
    EXPECT_EQ(checked.error().code(), v1::Rejection::NOT_ALLOWED) << checked.error().field();
  }
  return checked.has_value();
}

TEST(Roles, AnOfficerMayGiveEveryCommand) {
  for (const auto kind : every_command()) EXPECT_TRUE(may(v1::OFFICER, sound(kind))) << kind;
}

TEST(Roles, AStationMayReportConfirmTheLeadAndBlockAFlight) {
  const std::vector allowed{C::kReportIncident, C::kReportSighting, C::kReportHotspot, C::kReportFlight,
                            C::kStartPatrol,    C::kConfirmLead,    C::kBlockFlight};
  for (const auto kind : every_command()) {
    EXPECT_EQ(may(v1::STATION, sound(kind)), std::ranges::find(allowed, kind) != allowed.end()) << kind;
  }
}

TEST(Roles, AStationMaySeeAndAcceptASupportAndNoMore) {
  for (const auto state : {S::SEEN, S::ACCEPTED, S::EN_ROUTE, S::ON_SCENE, S::DECLINED, S::WITHDRAWN}) {
    auto command = sound(C::kAnswerSupport);
    command.mutable_answer_support()->set_state(state);
    command.mutable_answer_support()->set_reason("lý do");
    EXPECT_EQ(may(v1::STATION, command), state == S::SEEN || state == S::ACCEPTED) << state;
    EXPECT_TRUE(may(v1::OFFICER, command));
  }
}

TEST(Roles, NobodyElseMayGiveACommandOfAWard) {
  for (const auto role : {v1::ADMIN, v1::HUB, v1::ROLE_UNSPECIFIED}) {
    for (const auto kind : every_command()) EXPECT_FALSE(may(role, sound(kind))) << kind;
  }
}

TEST(Roles, WhatIsNoCommand) {
  const std::map<v1::Role, bool> of_a_ward{
      {v1::STATION, true}, {v1::OFFICER, true}, {v1::ADMIN, false}, {v1::HUB, false}, {v1::ROLE_UNSPECIFIED, false}};
  for (const auto& [role, is] : of_a_ward) {
    EXPECT_EQ(may_subscribe(identity(role)), is) << role;
    EXPECT_EQ(may_query(identity(role)), is) << role;
    EXPECT_EQ(may_administer(identity(role)), role == v1::ADMIN) << role;
  }
}

constexpr base::Time today{std::chrono::sys_days{std::chrono::year{2026} / 3 / 14}};

TEST(Admit, TheWardsAndAdminsOfTheCluster) {
  EXPECT_TRUE(admit(served_cluster(), identity(v1::STATION), today));
  EXPECT_TRUE(admit(served_cluster(), identity(v1::OFFICER, "cong-vi"), today));
  EXPECT_TRUE(admit(served_cluster(), identity(v1::ADMIN), today));
}

TEST(Admit, NobodyOfAnotherClusterAndNoUnknownWard) {
  auto stranger = identity(v1::OFFICER);
  stranger.set_cluster("another");
  EXPECT_EQ(admit(served_cluster(), stranger, today).error().code(), v1::Rejection::NOT_ALLOWED);
  auto admin = identity(v1::ADMIN);
  admin.set_cluster("another");
  EXPECT_FALSE(admit(served_cluster(), admin, today));
  EXPECT_FALSE(admit(served_cluster(), identity(v1::OFFICER, "no-such-ward"), today));
  EXPECT_FALSE(admit(served_cluster(), identity(v1::STATION, "-"), today));
  EXPECT_FALSE(admit(domain::State{}, identity(v1::OFFICER), today));
}

}  // namespace
}  // namespace wardlink::gate::testing
