// INTERFACES.md, "Bad input, always": each field of each command in range, the field at fault named.
#include <functional>

#include "hub/base/limits.hpp"
#include "tests/unit/gate/spoiled.hpp"

namespace wardlink::gate::testing {
namespace {

using C = v1::Command;
using R = v1::Rejection;
using S = v1::Support;
namespace limits = base::limits;

class Form : public ::testing::TestWithParam<Spoiled> {};
TEST_P(Form, IsCheckedFieldByField) { expect_checked(GetParam()); }

std::string letters(std::size_t n) { return std::string(n, 'a'); }
void put(v1::Point* point, std::int32_t lat_e7, std::int32_t lon_e7) {
  point->set_lat_e7(lat_e7);
  point->set_lon_e7(lon_e7);
}
INSTANTIATE_TEST_SUITE_P(
    AReport, Form,
    ::testing::Values(
        Spoiled{"NoMode", C::kReportIncident, [](C& c) { c.mutable_report_incident()->clear_mode(); }, "mode"},
        Spoiled{"UnknownMode", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->set_mode(static_cast<v1::Mode>(9)); }, "mode"},
        Spoiled{"NoCategory", C::kReportIncident, [](C& c) { c.mutable_report_incident()->clear_category(); },
                "category"},
        Spoiled{"UnknownCategory", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->set_category("weather"); }, "category"},
        Spoiled{"NoSeverity", C::kReportIncident, [](C& c) { c.mutable_report_incident()->set_severity(0); },
                "severity"},
        Spoiled{"TooSevere", C::kReportIncident, [](C& c) { c.mutable_report_incident()->set_severity(6); },
                "severity"},
        Spoiled{"NoSource", C::kReportIncident, [](C& c) { c.mutable_report_incident()->clear_source(); }, "source"},
        Spoiled{"UnknownSource", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->set_source(static_cast<v1::Source>(77)); }, "source"},
        Spoiled{"MalformedSameAs", C::kReportIncident, [](C& c) { c.mutable_report_incident()->set_same_as("a b"); },
                "same_as"},
        Spoiled{"OverlongSameAs", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->set_same_as(letters(limits::id_bytes_max + 1)); }, "same_as"},
        Spoiled{"TimeWithoutASource", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_detected_at()->mutable_time()->set_seconds(1); },
                "detected_at.source"},
        Spoiled{"TimeBeforeTheYear1", C::kReportIncident,
                [](C& c) {
                  auto& at = *c.mutable_report_incident()->mutable_detected_at();
                  at.set_source(v1::DEVICE);
                  at.mutable_time()->set_seconds(-62'135'596'801);
                },
                "detected_at.time"},
        Spoiled{"TimeAfterTheYear9999", C::kReportIncident,
                [](C& c) {
                  auto& at = *c.mutable_report_incident()->mutable_detected_at();
                  at.set_source(v1::DEVICE);
                  at.mutable_time()->set_seconds(253'402'300'800);
                },
                "detected_at.time"},
        Spoiled{"NegativeNanos", C::kReportIncident,
                [](C& c) {
                  auto& at = *c.mutable_report_incident()->mutable_detected_at();
                  at.set_source(v1::DEVICE);
                  at.mutable_time()->set_nanos(-1);
                },
                "detected_at.time"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    APlace, Form,
    ::testing::Values(
        Spoiled{"InTheCluster", C::kReportIncident,
                [](C& c) {
                  put(c.mutable_report_incident()->mutable_place()->mutable_point(), 210'401'000, 1'058'063'000);
                  c.mutable_report_incident()->mutable_place()->set_radius_m(limits::radius_m_max);
                },
                ""},
        Spoiled{"OffTheGlobe", C::kReportIncident,
                [](C& c) { put(c.mutable_report_incident()->mutable_place()->mutable_point(), 900'000'001, 0); },
                "place.point"},
        Spoiled{"BeyondTheDateLine", C::kReportIncident,
                [](C& c) {
                  put(c.mutable_report_incident()->mutable_place()->mutable_point(), 210'401'000, 1'800'000'001);
                },
                "place.point"},
        // Cống Vị ends at 21.032 north: 20 km south of it is 20.8514.
        Spoiled{"JustWithin20Km", C::kReportIncident,
                [](C& c) {
                  put(c.mutable_report_incident()->mutable_place()->mutable_point(), 208'520'000, 1'058'050'000);
                },
                ""},
        Spoiled{"JustBeyond20Km", C::kReportIncident,
                [](C& c) {
                  put(c.mutable_report_incident()->mutable_place()->mutable_point(), 208'450'000, 1'058'050'000);
                },
                "place.point"},
        Spoiled{"ARadiusTooLarge", C::kReportIncident,
                [](C& c) {
                  put(c.mutable_report_incident()->mutable_place()->mutable_point(), 210'401'000, 1'058'063'000);
                  c.mutable_report_incident()->mutable_place()->set_radius_m(limits::radius_m_max + 1);
                },
                "place.radius_m"},
        Spoiled{"ARadiusOfAZone", C::kReportIncident,
                [](C& c) {
                  c.mutable_report_incident()->mutable_place()->set_zone("t11");
                  c.mutable_report_incident()->mutable_place()->set_radius_m(5);
                },
                "place.radius_m"},
        Spoiled{"UnknownZone", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_place()->set_zone("t12"); }, "place.zone"},
        Spoiled{"UnknownWard", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_place()->set_ward("t11"); }, "place.ward"},
        Spoiled{"UnknownLandmark", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_place()->set_landmark("t11"); }, "place.landmark"},
        Spoiled{"AKnownLandmark", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_place()->set_landmark("cau-t11"); }, ""}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    AText, Form,
    ::testing::Values(
        Spoiled{"AtItsLength", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->set_text(letters(limits::text_chars_max)); },
                ""},
        Spoiled{
            "TooLong", C::kReportIncident,
            [](C& c) { c.mutable_report_incident()->mutable_content()->set_text(letters(limits::text_chars_max + 1)); },
            "content.text", R::TOO_LARGE},
        Spoiled{"CountedInCharactersNotBytes", C::kReportIncident,
                [](C& c) {
                  std::string text;
                  for (std::size_t i = 0; i < limits::text_chars_max; ++i) text += "ế";
                  c.mutable_report_incident()->mutable_content()->set_text(text);
                },
                ""},
        Spoiled{"ALineBreak", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->set_text("một\nhai"); }, ""},
        Spoiled{"ATab", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->set_text("một\thai"); }, "content.text"},
        Spoiled{"ANull", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->set_text(std::string("a\0b", 3)); },
                "content.text"},
        Spoiled{"AnEscape", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->set_sensitive_text("\x1b[31m"); },
                "content.sensitive_text"},
        Spoiled{"ADelete", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->add_persons("a\x7f"); },
                "content.persons[0]"},
        Spoiled{"AC1Control", C::kReportIncident,
                [](C& c) {
                  c.mutable_report_incident()->mutable_content()->add_plates("29A");
                  c.mutable_report_incident()->mutable_content()->add_plates("\xC2\x85");
                },
                "content.plates[1]"},
        Spoiled{"NoBreakSpaceIsNoControl", C::kReportIncident,
                [](C& c) { c.mutable_report_incident()->mutable_content()->set_text("một\xC2\xA0hai"); }, ""},
        Spoiled{"TooManyPhones", C::kReportIncident,
                [](C& c) {
                  for (std::size_t i = 0; i <= limits::list_items_max; ++i) {
                    c.mutable_report_incident()->mutable_content()->add_phones("0");
                  }
                },
                "content.phones", R::TOO_LARGE}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    ASightingOrHotspot, Form,
    ::testing::Values(
        Spoiled{"NoKind", C::kReportSighting, [](C& c) { c.mutable_report_sighting()->clear_kind(); }, "kind"},
        Spoiled{"UnknownKind", C::kReportSighting,
                [](C& c) { c.mutable_report_sighting()->set_kind(static_cast<v1::ReportSighting::Kind>(8)); }, "kind"},
        Spoiled{"SightingOfNothing", C::kReportSighting, [](C& c) { c.mutable_report_sighting()->clear_content(); },
                "content.text"},
        Spoiled{"APlateWillDo", C::kReportSighting,
                [](C& c) {
                  c.mutable_report_sighting()->clear_content();
                  c.mutable_report_sighting()->mutable_content()->add_plates("29A-12345");
                },
                ""},
        Spoiled{"SharedWithAnUnknownWard", C::kReportSighting,
                [](C& c) { c.mutable_report_sighting()->add_share_with("nowhere"); }, "share_with"},
        Spoiled{"SharedWithMoreWardsThanThereAre", C::kReportSighting,
                [](C& c) {
                  for (int i = 0; i < 5; ++i) c.mutable_report_sighting()->add_share_with("cong-vi");
                },
                "share_with", R::TOO_LARGE},
        Spoiled{"SightingWithoutAMode", C::kReportSighting, [](C& c) { c.mutable_report_sighting()->clear_mode(); },
                "mode"},
        Spoiled{"SightingWithoutASource", C::kReportSighting, [](C& c) { c.mutable_report_sighting()->clear_source(); },
                "source"},
        Spoiled{"SightingOfAMalformedIncident", C::kReportSighting,
                [](C& c) { c.mutable_report_sighting()->set_incident("\n"); }, "incident"},
        Spoiled{"HotspotOfNothing", C::kReportHotspot, [](C& c) { c.mutable_report_hotspot()->clear_content(); },
                "content.text"},
        Spoiled{"HotspotOfAnUnknownCategory", C::kReportHotspot,
                [](C& c) { c.mutable_report_hotspot()->set_category("x"); }, "category"},
        Spoiled{"HotspotWithoutAMode", C::kReportHotspot, [](C& c) { c.mutable_report_hotspot()->clear_mode(); },
                "mode"},
        Spoiled{"HotspotSharedWithAnUnknownWard", C::kReportHotspot,
                [](C& c) { c.mutable_report_hotspot()->add_share_with("nowhere"); }, "share_with"}),
    name_of);

}  // namespace
}  // namespace wardlink::gate::testing
