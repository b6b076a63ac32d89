// A state taken apart and put together again is the same state: at any moment of any evening, and in every field.
#include "hub/rules/state_parts.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include "tests/unit/rules/random_evening.hpp"
#include "tests/unit/rules/scene.hpp"
#include "tests/unit/rules/state_dump.hpp"

namespace wardlink::rules::testing {
namespace {

std::vector<std::string> parts_of(const domain::State& state) {
  std::vector<std::string> parts;
  to_parts(state, [&](const v1::StatePart& part) { parts.push_back(part.SerializeAsString()); });
  return parts;
}

/// What the journal's adoptions alone make.
domain::State adopted(const std::vector<v1::EntryHeader>& journal) {
  domain::State state;
  for (const auto& entry : journal) {
    for (const auto& stored : entry.events()) {
      const auto& event = stored.event();
      if (event.has_regulation_adopted() || event.has_cluster_adopted()) apply_event(state, event);
    }
  }
  return state;
}

std::expected<domain::State, std::string> from(domain::State adopted_state, const std::vector<std::string>& parts) {
  StateFromParts joined(std::move(adopted_state));
  for (const auto& bytes : parts) {
    v1::StatePart part;
    EXPECT_TRUE(part.ParseFromString(bytes));
    joined.add(std::move(part));
  }
  return joined.finish();
}

TEST(StateParts, WithTheTailAreTheFullReplayAtAnyMomentOfAnyEvening) {
  std::mt19937_64 random(20'261'123);
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Scene scene;
    RandomEvening evening(seed);
    for (int step = 0; step < 60; ++step) {
      auto next = evening.next(scene);
      scene.wait(next.after);
      scene.clock_offset = next.clock_offset;
      (void)scene.tries(next.who, next.command);
      if (step % 4 == 0) scene.delivered(next.who.ward);
      if (step % 7 == 0) scene.station_up(next.who.ward, step % 2 == 0);
    }
    const std::string live = dump(scene.state);
    const auto live_parts = parts_of(scene.state);
    for (int cut = 0; cut < 6; ++cut) {
      const std::size_t at = 1 + random() % scene.journal.size();
      SCOPED_TRACE("seed " + std::to_string(seed) + " cut after " + std::to_string(at));
      domain::State before;
      for (std::size_t i = 0; i < at; ++i) apply(before, scene.journal[i]);
      auto state = from(adopted({scene.journal.begin(), scene.journal.begin() + static_cast<std::ptrdiff_t>(at)}),
                        parts_of(before));
      ASSERT_TRUE(state.has_value()) << state.error();
      EXPECT_EQ(dump(*state), dump(before));
      for (std::size_t i = at; i < scene.journal.size(); ++i) apply(*state, scene.journal[i]);
      ASSERT_EQ(dump(*state), live);
      ASSERT_EQ(parts_of(*state), live_parts);
    }
  }
}

/// Sets every field, at every depth, to something that is not its default.
void fill(google::protobuf::Message& message, int& next) {
  using Field = google::protobuf::FieldDescriptor;
  const auto& reflection = *message.GetReflection();
  if (message.GetDescriptor()->full_name() == "google.protobuf.Timestamp") {
    reflection.SetInt64(&message, message.GetDescriptor()->FindFieldByName("seconds"), ++next);
    reflection.SetInt32(&message, message.GetDescriptor()->FindFieldByName("nanos"), 1000 * ++next);
    return;
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const Field* field = message.GetDescriptor()->field(i);
    const bool many = field->is_repeated();
    switch (field->cpp_type()) {
      case Field::CPPTYPE_MESSAGE:
        fill(many ? *reflection.AddMessage(&message, field) : *reflection.MutableMessage(&message, field), next);
        break;
      case Field::CPPTYPE_STRING: {
        const std::string text = "s" + std::to_string(++next);
        many ? reflection.AddString(&message, field, text) : reflection.SetString(&message, field, text);
        break;
      }
      case Field::CPPTYPE_ENUM:
        many ? reflection.AddEnumValue(&message, field, 1) : reflection.SetEnumValue(&message, field, 1);
        break;
      case Field::CPPTYPE_BOOL:
        reflection.SetBool(&message, field, true);
        break;
      case Field::CPPTYPE_INT32:
        reflection.SetInt32(&message, field, ++next);
        break;
      case Field::CPPTYPE_UINT32:
        reflection.SetUInt32(&message, field, static_cast<std::uint32_t>(++next));
        break;
      case Field::CPPTYPE_INT64:
        reflection.SetInt64(&message, field, ++next);
        break;
      case Field::CPPTYPE_UINT64:
        reflection.SetUInt64(&message, field, static_cast<std::uint64_t>(++next));
        break;
      default:
        FAIL() << "a field of a kind this test does not know: " << field->full_name();
    }
  }
}

TEST(StateParts, EveryFieldSurvives) {
  const Scene scene;
  v1::StatePart part;
  int next = 0;
  fill(part, next);
  part.mutable_head()->set_regulation_version(scene.state.regulation_version);
  ASSERT_GT(next, 100);
  const auto state = from(adopted(scene.journal), {part.SerializeAsString()});
  ASSERT_TRUE(state.has_value()) << state.error();
  const auto parts = parts_of(*state);
  ASSERT_EQ(parts.size(), 1U);
  v1::StatePart again;
  ASSERT_TRUE(again.ParseFromString(parts[0]));
  EXPECT_EQ(again.DebugString(), part.DebugString());
}

TEST(StateParts, AreOfBoundedSize) {
  Scene scene;
  const std::string id = scene.reports(officer("quan-hoa"));
  const domain::Incident incident = scene.incident(id);
  for (int i = 0; i < 3'000; ++i) {
    domain::Incident copy = incident;
    copy.view.set_id("copy-" + std::to_string(i));
    scene.state.incidents.emplace(copy.view.id(), copy);
  }
  const auto parts = parts_of(scene.state);
  ASSERT_GT(parts.size(), 2U);
  for (const auto& part : parts) EXPECT_LT(part.size(), state_part_bytes * 5 / 4);
  const auto state = from(adopted(scene.journal), parts);
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(dump(*state), dump(scene.state));
}

TEST(StateParts, OfAnotherRegulationAreRefused) {
  const Scene scene;
  auto parts = parts_of(scene.state);
  v1::StatePart first;
  ASSERT_TRUE(first.ParseFromString(parts[0]));
  first.mutable_head()->set_regulation_version(2);
  parts[0] = first.SerializeAsString();
  EXPECT_FALSE(from(adopted(scene.journal), parts).has_value());
  EXPECT_FALSE(from({}, parts_of(scene.state)).has_value()) << "no cluster file";
}

}  // namespace
}  // namespace wardlink::rules::testing
