// The same for flights, patrols and recalls.
#include <functional>

#include "hub/base/limits.hpp"
#include "tests/unit/gate/spoiled.hpp"

namespace wardlink::gate::testing {
namespace {

using C = v1::Command;
using R = v1::Rejection;

class FormOfFlights : public ::testing::TestWithParam<Spoiled> {};
TEST_P(FormOfFlights, IsCheckedFieldByField) { expect_checked(GetParam()); }

v1::ReportFlight& flight(C& c) { return *c.mutable_report_flight(); }
v1::SeeFlightAgain& again(C& c) { return *c.mutable_see_flight_again(); }

INSTANTIATE_TEST_SUITE_P(
    OfAFlight, FormOfFlights,
    ::testing::Values(
        Spoiled{"NoMode", C::kReportFlight, [](C& c) { flight(c).clear_mode(); }, "mode"},
        Spoiled{"NoPlace", C::kReportFlight, [](C& c) { flight(c).clear_place(); }, "place"},
        Spoiled{"AWardIsNoLastPoint", C::kReportFlight, [](C& c) { flight(c).mutable_place()->set_ward("quan-hoa"); },
                "place"},
        Spoiled{"AZoneIsNoLastPoint", C::kReportFlight, [](C& c) { flight(c).mutable_place()->set_zone("t11"); },
                "place"},
        Spoiled{"AnUnknownLandmark", C::kReportFlight, [](C& c) { flight(c).mutable_place()->set_landmark("moon"); },
                "place.landmark"},
        Spoiled{"FarAway", C::kReportFlight,
                [](C& c) { flight(c).mutable_place()->mutable_point()->set_lat_e7(220000000); }, "place.point"},
        Spoiled{"NoHeadingAtAll", C::kReportFlight, [](C& c) { flight(c).clear_heading(); }, ""},
        Spoiled{"AnEmptyHeading", C::kReportFlight, [](C& c) { flight(c).mutable_heading(); }, "heading"},
        Spoiled{"TheLastDegree", C::kReportFlight, [](C& c) { flight(c).mutable_heading()->set_degrees(359); }, ""},
        Spoiled{"OneDegreeTooMany", C::kReportFlight, [](C& c) { flight(c).mutable_heading()->set_degrees(360); },
                "heading"},
        Spoiled{"TowardsAWard", C::kReportFlight, [](C& c) { flight(c).mutable_heading()->set_ward("cong-vi"); }, ""},
        Spoiled{"TowardsNowhere", C::kReportFlight, [](C& c) { flight(c).mutable_heading()->set_ward("nowhere"); },
                "heading.ward"},
        Spoiled{"NotSaidHow", C::kReportFlight, [](C& c) { flight(c).clear_by(); }, "by"},
        Spoiled{"ByNoKnownMeans", C::kReportFlight, [](C& c) { flight(c).set_by(static_cast<v1::TravelMode>(9)); },
                "by"},
        Spoiled{"SeverityNotSaid", C::kReportFlight, [](C& c) { flight(c).set_severity(0); }, ""},
        Spoiled{"SeverityTooHigh", C::kReportFlight, [](C& c) { flight(c).set_severity(6); }, "severity"},
        Spoiled{"AnUnknownCategory", C::kReportFlight, [](C& c) { flight(c).set_category("moonshine"); }, "category"},
        Spoiled{"OfAnIncident", C::kReportFlight, [](C& c) { flight(c).set_incident("i"); }, ""},
        Spoiled{"AnIncidentThatIsNoId", C::kReportFlight, [](C& c) { flight(c).set_incident("a\nb"); }, "incident"},
        Spoiled{"NoTime", C::kReportFlight,
                [](C& c) { flight(c).mutable_detected_at()->mutable_time()->set_nanos(-1); }, "detected_at.time"},
        Spoiled{"NoSource", C::kReportFlight, [](C& c) { flight(c).clear_source(); }, "source"},
        Spoiled{"TooMuchText", C::kReportFlight,
                [](C& c) { flight(c).mutable_content()->set_text(std::string(2001, 'x')); }, "content.text",
                R::TOO_LARGE}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    OfWhatFollows, FormOfFlights,
    ::testing::Values(
        Spoiled{"BlockOfNoFlight", C::kBlockFlight, [](C& c) { c.mutable_block_flight()->clear_flight(); }, "flight"},
        Spoiled{"BlockAtALandmarkUnknown", C::kBlockFlight,
                [](C& c) { c.mutable_block_flight()->mutable_at()->set_landmark("moon"); }, "at.landmark"},
        Spoiled{"BlockInAWard", C::kBlockFlight,
                [](C& c) { c.mutable_block_flight()->mutable_at()->set_ward("quan-hoa"); }, "at"},
        Spoiled{"BlockOffTheEarth", C::kBlockFlight,
                [](C& c) { c.mutable_block_flight()->mutable_at()->mutable_point()->set_lat_e7(1'000'000'000); },
                "at.point"},
        Spoiled{"AgainOfNoFlight", C::kSeeFlightAgain, [](C& c) { again(c).clear_flight(); }, "flight"},
        Spoiled{"AgainNowhere", C::kSeeFlightAgain, [](C& c) { again(c).clear_place(); }, "place"},
        Spoiled{"AgainTheSameWay", C::kSeeFlightAgain, [](C& c) { again(c).clear_by(); }, ""},
        Spoiled{"AgainByNoKnownMeans", C::kSeeFlightAgain,
                [](C& c) { again(c).set_by(static_cast<v1::TravelMode>(9)); }, "by"},
        Spoiled{"AgainTowardsNowhere", C::kSeeFlightAgain, [](C& c) { again(c).mutable_heading()->set_ward("moon"); },
                "heading.ward"},
        Spoiled{"CaughtNobody", C::kCatchFlight, [](C& c) { c.mutable_catch_flight()->clear_flight(); }, "flight"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    OfAPatrol, FormOfFlights,
    ::testing::Values(
        Spoiled{"NoMode", C::kStartPatrol, [](C& c) { c.mutable_start_patrol()->clear_mode(); }, "mode"},
        Spoiled{"NoPlace", C::kStartPatrol, [](C& c) { c.mutable_start_patrol()->clear_place(); }, "place"},
        Spoiled{"APoint", C::kStartPatrol, [](C& c) { c.mutable_start_patrol()->mutable_place()->mutable_point(); },
                "place"},
        Spoiled{"AWard", C::kStartPatrol, [](C& c) { c.mutable_start_patrol()->mutable_place()->set_ward("quan-hoa"); },
                ""},
        Spoiled{"AnUnknownWard", C::kStartPatrol,
                [](C& c) { c.mutable_start_patrol()->mutable_place()->set_ward("moon"); }, "place.ward"},
        Spoiled{"AnUnknownZone", C::kStartPatrol,
                [](C& c) { c.mutable_start_patrol()->mutable_place()->set_zone("moon"); }, "place.zone"},
        Spoiled{"EndOfNone", C::kEndPatrol, [](C& c) { c.mutable_end_patrol()->clear_patrol(); }, "patrol"}),
    name_of);

void add_ids(C& c, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) c.mutable_recall()->add_ids("id-" + std::to_string(i));
}

INSTANTIATE_TEST_SUITE_P(
    OfARecall, FormOfFlights,
    ::testing::Values(
        Spoiled{"OfNothing", C::kRecall, [](C& c) { c.mutable_recall()->clear_ids(); }, "ids"},
        Spoiled{"OfAsManyAsMayBe", C::kRecall, [](C& c) { add_ids(c, base::limits::list_items_max - 1); }, ""},
        Spoiled{"OfTooMany", C::kRecall, [](C& c) { add_ids(c, base::limits::list_items_max); }, "ids", R::TOO_LARGE},
        Spoiled{"Twice", C::kRecall, [](C& c) { c.mutable_recall()->add_ids("r"); }, "ids"},
        Spoiled{"AnEmptyId", C::kRecall, [](C& c) { c.mutable_recall()->add_ids(""); }, "ids"},
        Spoiled{"AReasonWithBells", C::kRecall, [](C& c) { c.mutable_recall()->set_reason("\a"); }, "reason"}),
    name_of);

}  // namespace
}  // namespace wardlink::gate::testing
