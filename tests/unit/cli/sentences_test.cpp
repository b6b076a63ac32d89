// Every sentence in both languages, every event with one.
#include "client/cli/sentences.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "client/cli/event_lines.hpp"
#include "client/cli/event_sentence.hpp"

namespace wardlink::cli {
namespace {

using testing::HasSubstr;

std::multiset<std::string> places(std::string_view text) {
  static const std::regex place(R"(\{(\w+)[^}]*\})");
  const std::string sentence(text);
  std::multiset<std::string> names;
  for (std::sregex_iterator it(sentence.begin(), sentence.end(), place), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

TEST(Sentences, AreThereInBothLanguagesWithTheSamePlaces) {
  for (int i = 0; i < static_cast<int>(Say::last); ++i) {
    const auto what = static_cast<Say>(i);
    EXPECT_FALSE(sentence_vi(what).empty()) << i;
    EXPECT_FALSE(sentence_en(what).empty()) << i;
    const auto vi = places(sentence_vi(what));
    const auto en = places(sentence_en(what));
    EXPECT_EQ(std::set(vi.begin(), vi.end()), std::set(en.begin(), en.end())) << sentence_en(what);
  }
}

/// An event with this body, its fields at their defaults.
v1::Event event_with(const google::protobuf::FieldDescriptor* body) {
  v1::Event event;
  event.set_seq(1);
  event.set_incident("0192aaaa-0000-0000-0000-000000000000");
  event.GetReflection()->MutableMessage(&event, body);
  return event;
}

TEST(EventSentence, EveryKindOfEventHasOneInBothLanguages) {
  const Names names;
  const auto* bodies = v1::Event::descriptor()->FindOneofByName("body");
  ASSERT_GT(bodies->field_count(), 20);
  std::set<std::string> told;
  for (int i = 0; i < bodies->field_count(); ++i) {
    const v1::Event event = event_with(bodies->field(i));
    for (const Lang lang : {Lang::vi, Lang::en}) {
      const std::string sentence = event_sentence(event, Words(lang, names)).sentence;
      EXPECT_FALSE(sentence.empty()) << bodies->field(i)->name();
      if (lang == Lang::en) {
        EXPECT_TRUE(told.insert(sentence).second) << "told before: " << sentence;
      }
    }
  }
}

class EventLinesTest : public testing::Test {
 protected:
  static v1::DirectoryResult directory() {
    v1::DirectoryResult directory;
    directory.set_utc_offset_minutes(420);
    for (const auto& [id, name] : {std::pair("quan-hoa", "Quan Hoa"), std::pair("nghia-do", "Nghĩa Đô")}) {
      directory.add_wards()->set_id(id);
      directory.mutable_wards()->rbegin()->set_name(name);
      directory.mutable_wards()->rbegin()->set_duty_phone("000-1");
    }
    directory.add_categories()->set_id("fire");
    directory.mutable_categories(0)->mutable_name()->set_vi("Cháy, nổ");
    return directory;
  }

  std::string text(const std::string& us = "") {
    std::string joined;
    for (const Line& line : event_lines(event_, words_, us)) joined += line.text + "\n";
    return joined;
  }

  void SetUp() override {
    event_.set_seq(7);
    event_.set_incident("0192aaaa-0000-0000-0000-000000000000");
    event_.mutable_time()->set_seconds(1'750'450'325);  // 2025-06-20T20:12:05Z
  }

  v1::Event event_;
  const Names names_{directory()};
  const Words words_{Lang::vi, names_};
};

TEST_F(EventLinesTest, SayWhenInTheClustersZoneHowUrgentAndWhich) {
  event_.set_urgency(v1::FLASH);
  event_.mutable_lead_decided()->set_ward("nghia-do");
  event_.mutable_lead_decided()->set_provisional(true);
  EXPECT_EQ(text(), "21/06/2025 03:12:05  HỎA TỐC  0192aaaa  CHỦ TRÌ: Nghĩa Đô (tạm giao chủ trì)\n");
}

TEST_F(EventLinesTest, TheClauseStandsUnderTheLead) {
  auto& decision = *event_.mutable_lead_decided()->mutable_decision();
  event_.mutable_lead_decided()->set_ward("nghia-do");
  decision.set_rule("territory");
  decision.mutable_clause()->set_vi("Địa bàn phường nào phường đó chủ trì.");
  decision.set_regulation_version(3);
  EXPECT_THAT(text(), HasSubstr("căn cứ: Địa bàn phường nào phường đó chủ trì. [territory, quy chế phiên bản 3]"));
}

TEST_F(EventLinesTest, TheCallStandsOut) {
  auto& opened = *event_.mutable_incident_opened();
  opened.set_category("fire");
  opened.set_call("114");
  EXPECT_THAT(text(), HasSubstr("Cháy, nổ"));
  const Lines lines = event_lines(event_, words_, "");
  EXPECT_EQ(lines.back().text, "    >>> GỌI 114");
  EXPECT_EQ(lines.back().tone, Tone::asks);
}

TEST_F(EventLinesTest, WhatPeopleWroteAndTheModeAreShown) {
  event_.set_mode(v1::EXERCISE);
  event_.mutable_content()->set_text("đánh nhau");
  event_.mutable_content()->add_plates("29A-1");
  event_.mutable_incident_noted();
  EXPECT_THAT(text(), HasSubstr("[DIỄN TẬP]"));
  EXPECT_THAT(text(), HasSubstr("    đánh nhau · biển số: 29A-1\n"));
}

TEST_F(EventLinesTest, AskOnlyTheWardThatIsAsked) {
  auto& support = *event_.mutable_support_opened()->mutable_support();
  support.set_ward("nghia-do");
  support.set_state(v1::Support::SENT);
  event_.add_alarms("nghia-do");
  EXPECT_THAT(text("nghia-do"), HasSubstr("wardlink accept 0192aaaa"));
  EXPECT_EQ(asked_of(event_, words_, "quan-hoa"), "");
  EXPECT_EQ(asked_of(event_, words_, ""), "");
  event_.clear_alarms();
  EXPECT_THAT(text("nghia-do"), HasSubstr("wardlink accept 0192aaaa")) << "a silent duty is a duty";
}

TEST_F(EventLinesTest, EachQuestionNamesTheCommandThatAnswersIt) {
  event_.add_alarms("nghia-do");
  event_.mutable_lead_decided()->set_ward("nghia-do");
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink confirm 0192aaaa"));
  event_.mutable_lead_decided()->clear_ward();
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink claim 0192aaaa"));
  event_.mutable_lead_moved()->set_to("nghia-do");
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink confirm 0192aaaa"));
  event_.mutable_handover_offered()->set_to("nghia-do");
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink accept-handover 0192aaaa"));
  event_.mutable_support_exhausted();
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink request 0192aaaa"));
  event_.mutable_report_linked();
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink show 0192aaaa"));
}

TEST_F(EventLinesTest, AnOfflineStationComesWithItsNumber) {
  event_.mutable_station_down()->set_ward("quan-hoa");
  EXPECT_THAT(text(), HasSubstr("TRẠM Quan Hoa NGOẠI TUYẾN – GỌI ĐIỆN 000-1"));
}

}  // namespace
}  // namespace wardlink::cli
