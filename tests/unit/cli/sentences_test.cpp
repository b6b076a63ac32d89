// Every sentence in both languages, every event with one.
#include "client/cli/sentences.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "client/cli/event_lines.hpp"
#include "client/cli/event_sentence.hpp"
#include "client/cli/flight_words.hpp"

namespace wardlink::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

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

/// A motorbike, 290 m from Nghĩa Đô at the event's own time.
v1::Flight running() {
  v1::Flight flight;
  flight.set_id("0193bbbb-0000-0000-0000-000000000000");
  flight.set_ward("quan-hoa");
  flight.set_by(v1::MOTORBIKE);
  flight.set_heading_known(true);
  flight.set_heading_degrees(44);
  flight.mutable_seen_at()->set_seconds(1'750'450'325);
  auto& here = *flight.add_candidates();
  here.set_ward("quan-hoa");
  auto& there = *flight.add_candidates();
  there.set_ward("nghia-do");
  there.set_distance_cm(29'000);
  there.set_seconds(17);
  there.mutable_crossing()->set_lat_e7(210450000);
  there.mutable_crossing()->set_lon_e7(1058000000);
  there.mutable_arrives_at()->set_seconds(1'750'450'342);
  return flight;
}

TEST_F(EventLinesTest, AFlightSaysWhereItGoesAndHowLongItTakes) {
  *event_.mutable_flight_raised()->mutable_flight() = running();
  event_.add_alarms("nghia-do");
  const auto told = text("nghia-do");
  EXPECT_THAT(told, HasSubstr("ĐỐI TƯỢNG BỎ CHẠY (xe máy, hướng 44° đông bắc) – Quan Hoa báo"));
  EXPECT_THAT(told, HasSubstr("Quan Hoa: đang ở trong địa bàn"));
  EXPECT_THAT(told, HasSubstr("Nghĩa Đô: 290 m, 17 giây, tại 21.04500,105.80000 khoảng 21/06/2025 03:12:22"));
  EXPECT_THAT(told, HasSubstr("wardlink flight block 0193bbbb"));
  EXPECT_THAT(told, Not(HasSubstr("có thể đã qua")));
  EXPECT_THAT(told, Not(HasSubstr("GỌI 113")));
  EXPECT_EQ(asked_of(event_, words_, "quan-hoa"), "") << "who is not alarmed is not asked";
}

TEST_F(EventLinesTest, PastItsArrivalItMayHavePassed) {
  *event_.mutable_flight_raised()->mutable_flight() = running();
  event_.mutable_time()->set_seconds(1'750'450'343);
  EXPECT_THAT(text(), HasSubstr("có thể đã qua"));
}

TEST_F(EventLinesTest, ASectorThatLeavesTheClusterAddsCall113) {
  *event_.mutable_flight_seen_again()->mutable_flight() = running();
  event_.mutable_flight_seen_again()->mutable_flight()->set_leaves_cluster(true);
  EXPECT_THAT(text(), HasSubstr(">>> GỌI 113"));
}

TEST_F(EventLinesTest, AFlightThatIsOverAsksForNothing) {
  *event_.mutable_flight_raised()->mutable_flight() = running();
  event_.mutable_flight_raised()->mutable_flight()->set_leaves_cluster(true);
  event_.mutable_flight_raised()->mutable_flight()->set_end(v1::Flight::CAUGHT);
  const auto told = text("nghia-do");
  EXPECT_THAT(told, HasSubstr("ĐÃ KẾT THÚC: đã bắt được"));
  EXPECT_THAT(told, Not(HasSubstr(">>>")));
}

TEST_F(EventLinesTest, EachEndOfAFlightIsTold) {
  const std::map<v1::Flight::End, std::string> ends{
      {v1::Flight::CAUGHT, "ĐÃ BẮT ĐƯỢC"}, {v1::Flight::EXPIRED, "hết hiệu lực"}, {v1::Flight::RECALLED, "Thu hồi"}};
  for (const auto& [end, words] : ends) {
    event_.mutable_flight_ended()->set_end(end);
    EXPECT_THAT(text(), HasSubstr(words));
  }
}

TEST_F(EventLinesTest, EachEscalationHasItsOwnSentence) {
  std::set<std::string> told;
  event_.mutable_escalated()->add_wards("nghia-do");
  event_.mutable_escalated()->add_duty_phones("000-1");
  event_.mutable_escalated()->add_commander_phones("000-2");
  for (int cause = v1::Escalated::ALL_DECLINED; cause <= v1::Escalated::Cause_MAX; ++cause) {
    event_.mutable_escalated()->set_cause(static_cast<v1::Escalated::Cause>(cause));
    EXPECT_TRUE(told.insert(event_sentence(event_, words_).sentence).second) << cause;
  }
  event_.mutable_escalated()->set_cause(v1::Escalated::UNDELIVERED);
  EXPECT_THAT(text(), HasSubstr("NGOẠI TUYẾN, yêu cầu chưa đến nơi – GỌI ĐIỆN 000-1"));
  event_.mutable_escalated()->set_cause(v1::Escalated::UNANSWERED);
  EXPECT_THAT(text(), HasSubstr("gọi chỉ huy: 000-2"));
}

TEST_F(EventLinesTest, AnAlarmRepeatedAsksTheSameAgain) {
  event_.add_alarms("nghia-do");
  const std::map<v1::Escalated::Cause, std::string> asks{{v1::Escalated::UNCONFIRMED, "wardlink confirm 0192aaaa"},
                                                         {v1::Escalated::UNCLAIMED, "wardlink claim 0192aaaa"},
                                                         {v1::Escalated::UNSEEN, "wardlink accept 0192aaaa"},
                                                         {v1::Escalated::IDLE, "wardlink show 0192aaaa"}};
  for (const auto& [cause, command] : asks) {
    event_.mutable_escalated()->set_cause(cause);
    EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr(command));
  }
  event_.mutable_escalated()->set_cause(v1::Escalated::ACTING_EXHAUSTED);
  event_.mutable_escalated()->add_wards("quan-hoa");
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink claim 0192aaaa"));
  event_.mutable_acting_asked()->set_ward("nghia-do");
  EXPECT_THAT(asked_of(event_, words_, "nghia-do"), HasSubstr("wardlink claim 0192aaaa"));
}

TEST_F(EventLinesTest, WhatTheHubDoesByItselfSaysSo) {
  event_.mutable_lead_confirmed()->set_ward("nghia-do");
  event_.mutable_actor()->set_role(v1::HUB);
  EXPECT_THAT(text(), HasSubstr("tự động xác nhận"));
  event_.mutable_handover_answered()->set_from("nghia-do");
  event_.mutable_handover_answered()->set_to("quan-hoa");
  event_.mutable_handover_answered()->set_expired(true);
  EXPECT_THAT(text(), HasSubstr("Quan Hoa không trả lời bàn giao trong thời hạn; Nghĩa Đô tiếp tục chủ trì"));
  event_.mutable_lead_moved()->set_from("nghia-do");
  event_.mutable_lead_moved()->set_to("quan-hoa");
  event_.mutable_lead_moved()->set_reason(v1::LeadMoved::ACTING);
  EXPECT_THAT(text(), HasSubstr("tạm thay"));
  for (const auto why :
       {v1::LeadUnreachable::UNCONFIRMED, v1::LeadUnreachable::STATION_DOWN, v1::LeadUnreachable::SILENT}) {
    event_.mutable_lead_unreachable()->set_ward("nghia-do");
    event_.mutable_lead_unreachable()->set_why(why);
    EXPECT_THAT(text(), HasSubstr("KHÔNG LIÊN LẠC ĐƯỢC ĐƠN VỊ CHỦ TRÌ Nghĩa Đô: "));
  }
  event_.mutable_support_exhausted();
  EXPECT_THAT(text(), HasSubstr("TRÁCH NHIỆM PHỐI HỢP"));
  event_.mutable_support_exhausted()->set_request("r");
  EXPECT_THAT(text(), Not(HasSubstr("TRÁCH NHIỆM PHỐI HỢP")));
}

TEST_F(EventLinesTest, TheBoardShowsFlightsAndPatrols) {
  google::protobuf::RepeatedPtrField<v1::Flight> flights;
  google::protobuf::RepeatedPtrField<v1::Patrol> patrols;
  *flights.Add() = running();
  flights.Mutable(0)->add_blocks()->set_ward("quan-hoa");
  *flights.Add() = running();
  flights.Mutable(1)->set_end(v1::Flight::EXPIRED);
  patrols.Add()->set_ward("quan-hoa");
  patrols.Mutable(0)->add_watched_by("nghia-do");
  google::protobuf::Timestamp now;
  now.set_seconds(1'750'450'343);
  std::string board;
  for (const Line& line : situation_lines(flights, patrols, words_, "nghia-do", now)) board += line.text + "\n";
  EXPECT_THAT(board, HasSubstr("0193bbbb  ĐỐI TƯỢNG BỎ CHẠY (xe máy, hướng 44° đông bắc)"));
  EXPECT_THAT(board, HasSubstr("có thể đã qua"));
  EXPECT_THAT(board, HasSubstr("đón chặn: Quan Hoa tại 0.00000,0.00000 (chưa rõ người trực)"));
  EXPECT_THAT(board, HasSubstr("[hết thời hạn]"));
  EXPECT_THAT(board, HasSubstr("Quan Hoa tuần tra: – · canh chừng: Nghĩa Đô"));
  EXPECT_THAT(board, HasSubstr("wardlink flight block 0193bbbb"));
}

TEST_F(EventLinesTest, AnOfflineStationComesWithItsNumber) {
  event_.mutable_station_down()->set_ward("quan-hoa");
  EXPECT_THAT(text(), HasSubstr("TRẠM Quan Hoa NGOẠI TUYẾN – GỌI ĐIỆN 000-1"));
}

}  // namespace
}  // namespace wardlink::cli
