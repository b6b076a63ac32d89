// Questions are answered within the asker's own audience, completely, and in bounded pieces.
#include "hub/app/queries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/app/hub.hpp"

namespace wardlink::app::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Query show(const std::string& id) {
  v1::Query query;
  query.mutable_show()->set_id(id);
  return query;
}

v1::Query history(const std::string& text = "", std::uint64_t after_seq = 0) {
  v1::Query query;
  query.mutable_history()->set_text(text);
  query.mutable_history()->set_after_seq(after_seq);
  return query;
}

std::vector<std::string> texts(const v1::EventPage& page) {
  std::vector<std::string> found;
  for (const auto& event : page.events()) {
    if (!event.content().text().empty()) found.push_back(event.content().text());
  }
  return found;
}

TEST(Show, TheWholeStoryWithItsContents) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  const auto incident = opened_incident(hub.done(officer, at_ward("nghia-do", "mất xe")));
  hub.done(officer, note(incident, "có camera"));
  const auto result = hub.ask(officer, show(incident));
  EXPECT_EQ(result.id(), "q");
  EXPECT_EQ(result.show().incident().id(), incident);
  EXPECT_EQ(result.show().incident().reports(0).content().text(), "mất xe");
  EXPECT_FALSE(result.show().truncated());
  EXPECT_EQ(result.show().events().rbegin()->content().text(), "có camera");
  EXPECT_TRUE(result.show().events(0).has_incident_opened());
}

TEST(Show, WhatIsNotForUsIsLikeWhatIsNotThere) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  Peer& stranger = hub.join("cong-vi");
  const auto incident = opened_incident(hub.done(officer, at_ward("nghia-do")));
  const auto hidden = hub.ask(stranger, show(incident));
  auto unknown = hub.ask(stranger, show("no-such-incident"));
  EXPECT_EQ(hidden.rejected().code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_EQ(hidden.SerializeAsString(), unknown.SerializeAsString()) << "word for word";
  EXPECT_THAT(texts(hub.ask(stranger, history()).history()), IsEmpty());
  v1::Query list;
  list.mutable_list()->set_all(true);
  EXPECT_EQ(hub.ask(stranger, list).list().incidents_size(), 0);
  EXPECT_EQ(hub.ask(officer, list).list().incidents_size(), 1);
}

TEST(Show, ALongStoryIsCutAndHistoryGoesOn) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  const auto incident = opened_incident(hub.done(officer, at_ward("nghia-do")));
  for (int i = 0; i < 300; ++i) {
    hub.clock.pass(1s);
    hub.done(officer, note(incident, std::to_string(i)));
  }
  hub.clock.pass(1s);
  const auto story = hub.ask(officer, show(incident)).show();
  EXPECT_TRUE(story.truncated());
  ASSERT_EQ(story.events_size(), 256);
  v1::Query rest = history("", story.events(255).seq());
  rest.mutable_history()->set_incident(incident);
  const auto page = hub.ask(officer, rest).history();
  EXPECT_EQ(page.next_after_seq(), 0U);
  EXPECT_EQ(page.events().rbegin()->content().text(), "299");
  EXPECT_EQ(story.events_size() + page.events_size(),
            static_cast<int>(
                hub.journal.events(hub.cluster, {.incidents = {incident}}, 256).size() +
                hub.journal.events(hub.cluster, {.after_seq = story.events(255).seq(), .incidents = {incident}}, 256)
                    .size()));
}

TEST(History, WhoJoinsSeesWhatWasBefore) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  Peer& helper = hub.join("quan-hoa");
  const auto incident = opened_incident(hub.done(officer, at_ward("nghia-do", "mất xe")));
  EXPECT_THAT(texts(hub.ask(helper, history()).history()), IsEmpty());
  ASSERT_TRUE(hub.done(officer, ask_support(incident, "quan-hoa")).has_accepted());
  EXPECT_THAT(texts(hub.ask(helper, history()).history()), ElementsAre("mất xe"));
}

TEST(History, WhoDeclinedKeepsWhatItWasSentAndGetsNothingLater) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  Peer& helper = hub.join("quan-hoa");
  const auto incident = opened_incident(hub.done(officer, at_ward("nghia-do", "mất xe")));
  ASSERT_TRUE(hub.done(officer, ask_support(incident, "quan-hoa")).has_accepted());
  hub.done(officer, note(incident, "lúc còn phối hợp"));
  ASSERT_TRUE(hub.done(helper, answer_support(incident, v1::Support::DECLINED, "hết người")).has_accepted());
  hub.done(officer, note(incident, "sau khi từ chối"));
  EXPECT_THAT(texts(hub.ask(helper, history()).history()), ElementsAre("lúc còn phối hợp"));
  EXPECT_EQ(hub.ask(helper, show(incident)).rejected().code(), v1::Rejection::UNKNOWN_ID);
  EXPECT_THAT(texts(hub.ask(officer, history()).history()),
              ElementsAre("mất xe", "lúc còn phối hợp", "sau khi từ chối"));
}

TEST(History, FindsWithAndWithoutDiacritics) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  hub.done(officer, at_ward("nghia-do", "Đối tượng chạy về phía Đội Cấn"));
  hub.done(officer, at_ward("nghia-do", "mất xe", "robbery"));
  for (const char* text : {"đội cấn", "doi can", "DOI CAN", "Đội Cấn", "ĐỘI CẤN"}) {
    EXPECT_EQ(texts(hub.ask(officer, history(text)).history()).size(), 1U) << text;
  }
  EXPECT_THAT(texts(hub.ask(officer, history("đội bóng")).history()), IsEmpty());
}

TEST(History, TextThatWeMayNotSeeIsNotFound) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  Peer& other = hub.join("cong-vi");
  v1::Command command = at_ward("quan-hoa", "bé trai áo đỏ", "missing_person");
  command.mutable_report_incident()->mutable_content()->add_persons("Nguyễn Văn A");
  hub.done(officer, command);
  EXPECT_EQ(hub.ask(officer, history("nguyen van")).history().events_size(), 1);
  EXPECT_EQ(hub.ask(other, history("nguyen van")).history().events_size(), 0);
  EXPECT_EQ(hub.ask(other, history("ao do")).history().events_size(), 1);
}

TEST(History, FiltersByKindAndTime) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  hub.done(officer, hotspot("nghia-do", "quán"));
  hub.clock.pass(1h);
  const auto since = hub.clock.now();
  hub.done(officer, hotspot("nghia-do", "chợ"));
  hub.done(officer, at_ward("nghia-do", "mất xe"));
  v1::Query query;
  query.mutable_history()->set_kind("hotspot_recorded");
  EXPECT_THAT(texts(hub.ask(officer, query).history()), ElementsAre("quán", "chợ"));
  *query.mutable_history()->mutable_since() = base::to_proto(since);
  EXPECT_THAT(texts(hub.ask(officer, query).history()), ElementsAre("chợ"));
  *query.mutable_history()->mutable_until() = base::to_proto(since);
  EXPECT_THAT(texts(hub.ask(officer, query).history()), IsEmpty());
  query.mutable_history()->mutable_until()->set_nanos(-1);
  EXPECT_EQ(hub.ask(officer, query).rejected().field(), "history.until");
}

TEST(History, APossibleDuplicateIsForTheTwoLeadsOnly) {
  Hub hub;
  Peer& lead = hub.join("quan-hoa");
  Peer& other = hub.join("cong-vi");
  hub.done(lead, at_ward("quan-hoa", "mất xe", "theft"));
  hub.done(lead, at_ward("quan-hoa", "giật túi", "robbery"));
  v1::Query query;
  query.mutable_history()->set_kind("possible_duplicate");
  ASSERT_EQ(hub.ask(lead, query).history().events_size(), 1);
  const std::string incident = hub.ask(lead, query).history().events(0).incident();
  ASSERT_TRUE(hub.done(lead, ask_support(incident, "cong-vi")).has_accepted());
  EXPECT_EQ(hub.ask(other, query).history().events_size(), 0) << "it names an incident that this ward does not know";
  const auto shown = hub.ask(other, show(incident)).show();
  EXPECT_GT(shown.events_size(), 0);
  for (const auto& event : shown.events()) EXPECT_FALSE(event.has_possible_duplicate());
  EXPECT_EQ(shown.incident().possible_duplicates_size(), 0);
}

TEST(Show, ReportsBeyondAFrameAreLeftOutButNotTheFirstNorTheLatest) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  const auto first = hub.done(officer, at_ward("quan-hoa", "đầu tiên"));
  const auto incident = opened_incident(first);
  const int reports = 620;
  for (int i = 1; i < reports; ++i) {
    v1::Command command = at_ward("quan-hoa", i + 1 == reports ? "mới nhất" : std::string(1'500, 'x'));
    command.mutable_report_incident()->set_same_as(incident);
    auto& point = *command.mutable_report_incident()->mutable_place()->mutable_point();  // a placement with distances
    point.set_lat_e7(210'401'000);
    point.set_lon_e7(1'058'063'000);
    hub.submit(officer, command);
    hub.clock.pass(10ms);
  }
  hub.flush();
  officer.replies.clear();
  ASSERT_EQ(hub.state().incident(incident)->view.reports_size(), reports);
  const auto view = hub.ask(officer, show(incident)).show().incident();
  EXPECT_GT(view.reports_left_out(), 0U);
  EXPECT_EQ(view.reports_size() + static_cast<int>(view.reports_left_out()), reports);
  EXPECT_EQ(view.reports(0).content().text(), "đầu tiên");
  const auto& recorded = hub.state().incident(incident)->view.reports();
  EXPECT_EQ(view.reports().rbegin()->id(), recorded.rbegin()->id());

  Peer& watcher = hub.watch("quan-hoa");  // its parts stay within their frames, or reading them would fail
  EXPECT_TRUE(watcher.member->subscription->caught_up());
}

TEST(History, PagesToTheEndWhateverIsFound) {
  Hub hub;
  Peer& officer = hub.join("nghia-do");
  Peer& other = hub.join("cong-vi");
  const int count = 2'500;
  for (int i = 0; i < count; ++i) {
    hub.clock.pass(10ms);
    hub.submit(officer, hotspot("nghia-do", i == count - 1 ? "cái kim" : "rơm"));
    if (i % 50 == 0) hub.clock.pass(1s);
  }
  hub.flush();
  officer.replies.clear();
  ASSERT_EQ(hub.state().seq, hub.head());
  for (const auto& [peer, text, expected] : {std::tuple(&officer, "", count), {&officer, "kim", 1}, {&other, "", 0}}) {
    int found = 0;
    int pages = 0;
    std::uint64_t after_seq = 0;
    do {
      const auto page = hub.ask(*peer, history(text, after_seq)).history();
      EXPECT_LE(page.events_size(), 256);
      for (const auto& event : page.events()) {
        EXPECT_GT(event.seq(), after_seq);
        after_seq = event.seq();
        found += event.has_hotspot_recorded() ? 1 : 0;
      }
      after_seq = page.next_after_seq();
      ++pages;
    } while (after_seq != 0);
    EXPECT_EQ(found, expected) << text;
    EXPECT_GT(pages, 1) << "no single request looks at all of it";
  }
}

TEST(Queries, RolesAndForm) {
  Hub hub;
  Peer& admin = hub.join("-", v1::ADMIN, "root");
  EXPECT_EQ(hub.ask(admin, history()).rejected().code(), v1::Rejection::NOT_ALLOWED);
  Peer& officer = hub.join("nghia-do");
  EXPECT_EQ(hub.ask(officer, {}).rejected().code(), v1::Rejection::INVALID);
  v1::Query directory;
  directory.mutable_directory();
  EXPECT_EQ(hub.ask(officer, directory).directory().wards_size(), 4);
}

TEST(Admin, CountsAndStationsAndNoContent) {
  Hub hub;
  Peer& officer = hub.join("quan-hoa");
  hub.watch("cong-vi");
  hub.done(officer, at_bridge());
  Peer& admin = hub.join("-", v1::ADMIN, "root");
  v1::Admin question;
  question.set_id("a");
  question.mutable_status();
  hub.core->admin(admin.member, question);
  auto reply = admin.take_reply().admin_result();
  EXPECT_EQ(reply.id(), "a");
  EXPECT_EQ(reply.status().open_incidents(), 1U);
  EXPECT_EQ(reply.status().supports_unanswered(), 3U);
  EXPECT_EQ(reply.status().head_seq(), hub.head());
  question.mutable_stations();
  hub.core->admin(admin.member, question);
  reply = admin.take_reply().admin_result();
  ASSERT_EQ(reply.stations().stations_size(), 4);
  for (const auto& station : reply.stations().stations()) {
    const bool here = station.ward() == "quan-hoa" || station.ward() == "cong-vi";
    EXPECT_EQ(station.online(), station.ward() == "cong-vi")
        << "an officer's session that keeps no watch is no station";
    EXPECT_EQ(station.sessions_size(), here ? 1 : 0);
    EXPECT_EQ(station.has_last_seen(), here);
  }
  hub.core->admin(officer.member, question);
  EXPECT_EQ(officer.take_reply().admin_result().rejected().code(), v1::Rejection::NOT_ALLOWED);
}

}  // namespace
}  // namespace wardlink::app::test
