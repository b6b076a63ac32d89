// A sound command with one thing spoiled, and what the gate must say of it.
#pragma once

#include <functional>
#include <string>

#include "tests/unit/gate/served_cluster.hpp"

namespace wardlink::gate::testing {

struct Spoiled {
  std::string name;
  v1::Command::KindCase kind;
  std::function<void(v1::Command&)> spoil;
  std::string field;  // empty: it still passes
  v1::Rejection::Code code = v1::Rejection::INVALID;
};

inline std::string name_of(const ::testing::TestParamInfo<Spoiled>& test) { return test.param.name; }

inline void expect_checked(const Spoiled& spoiled) {
  auto command = sound(spoiled.kind);
  ASSERT_TRUE(by_officer(command));
  spoiled.spoil(command);
  const auto checked = by_officer(command);
  if (spoiled.field.empty()) {
    EXPECT_TRUE(checked) << checked.error().ShortDebugString();
    return;
  }
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().field(), spoiled.field);
  EXPECT_EQ(checked.error().code(), spoiled.code);
  EXPECT_FALSE(checked.error().message().empty());
  EXPECT_FALSE(checked.error().message_vi().empty());
}

}  // namespace wardlink::gate::testing
