// What stays out of everything while nobody has signed in (RULES.md 6).
#include "client/console/redaction.hpp"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "wardlink/v1/console.pb.h"

namespace wardlink::console {
namespace {

template <typename T>
T parsed(const std::string& text) {
  T message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) throw std::runtime_error(text);
  return message;
}

const std::string content =
    " content { text: 'TEXT' persons: 'PERSON' plates: 'PLATE' phones: 'PHONE' sensitive_text: 'SECRET' } ";

std::optional<bool> open_case(const std::string& id) {
  if (id == "unknown") return std::nullopt;
  return id == "sensitive";
}

void expect_hidden(const google::protobuf::Message& message, bool text_too) {
  const std::string left = message.ShortDebugString();
  for (const char* word : {"PERSON", "PLATE", "PHONE", "SECRET"}) EXPECT_FALSE(left.contains(word)) << left;
  EXPECT_EQ(left.contains("TEXT"), !text_too) << left;
}

TEST(WhileLocked, NamesPlatesAndPhonesAreOutOfEveryEvent) {
  for (const auto& [event, text_too] :
       {std::pair("incident: 'plain' incident_noted {}", false),
        std::pair("incident: 'sensitive' incident_noted {}", true),
        std::pair("incident: 'unknown' incident_noted {}", true),
        std::pair("incident: 'unknown' incident_opened { sensitive: false }", false),
        std::pair("incident: 'sensitive' incident_opened { sensitive: false }", true),
        std::pair("incident: 'plain' incident_opened { sensitive: true }", true),
        std::pair("hotspot_recorded { sensitive: true }", true), std::pair("hotspot_recorded {}", false),
        std::pair("sighting_recorded {}", false)}) {
    auto message = parsed<v1::Event>(event + content);
    redact(message, open_case);
    expect_hidden(message, text_too);
  }
}

TEST(WhileLocked, ReasonsOfSensitiveIncidentsAreHidden) {
  auto message = parsed<v1::Event>("incident: 'sensitive' support_moved { reason: 'TEXT' }");
  redact(message, open_case);
  expect_hidden(message, true);
  message = parsed<v1::Event>("incident: 'plain' support_moved { reason: 'TEXT' }");
  redact(message, open_case);
  expect_hidden(message, false);
}

TEST(WhileLocked, ReportsWithinIncidentsAreHidden) {
  auto plain = parsed<v1::Incident>("id: 'i' reports { id: 'r' " + content + "}");
  redact(plain);
  expect_hidden(plain, false);
  auto sensitive = parsed<v1::Incident>("id: 'i' sensitive: true reports { id: 'r' " + content + "}");
  redact(sensitive);
  expect_hidden(sensitive, true);
}

TEST(WhileLocked, WaitingCommandsAreHidden) {
  for (const auto& [command, text_too] :
       {std::pair("report_incident { %}", false), std::pair("report_incident { sensitive: true %}", true),
        std::pair("report_incident { same_as: 'sensitive' %}", true),
        std::pair("note_incident { incident: 'plain' %}", false),
        std::pair("note_incident { incident: 'sensitive' %}", true),
        std::pair("note_incident { incident: 'unknown' %}", true)}) {
    std::string text = command;
    text.replace(text.find('%'), 1, content);
    auto listing = parsed<v1::OutboxListing>("entries { command { " + text + " } }");
    redact(listing, open_case);
    expect_hidden(listing, text_too);
  }
}

TEST(WhileLocked, AnswersOfTheHubAreHidden) {
  const std::string event = "events { incident: 'plain' incident_noted {} " + content + "}";
  auto history = parsed<v1::QueryResult>("history { " + event + "}");
  redact(history, open_case);
  expect_hidden(history, false);
  auto show = parsed<v1::QueryResult>("show { incident { id: 'unknown' sensitive: false reports {" + content +
                                      "} } events { incident: 'unknown' " + content + "} }");
  redact(show, open_case);
  expect_hidden(show, false);
  auto list = parsed<v1::QueryResult>("list { incidents { sensitive: true reports {" + content + "} } }");
  redact(list, open_case);
  expect_hidden(list, true);
  auto receipt = parsed<v1::Receipt>("accepted { " + event + "}");
  redact(receipt, open_case);
  expect_hidden(receipt, false);
}

}  // namespace
}  // namespace wardlink::console
