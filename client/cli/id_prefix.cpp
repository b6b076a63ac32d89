#include "client/cli/id_prefix.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

#include "client/cli/words.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using std::string;

constexpr std::array incident_fields{"incident", "into", "same_as"};
constexpr const char* report_field = "report";
constexpr const char* flight_field = "flight";
constexpr const char* patrol_field = "patrol";
constexpr std::size_t candidates_named_max = 8;

string lower(std::string_view text) {
  string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

/// The message of the command's one kind; null where it has none.
Message* kind_of(v1::Command& command) {
  const auto* field =
      command.GetReflection()->GetOneofFieldDescriptor(command, v1::Command::descriptor()->FindOneofByName("kind"));
  return field == nullptr ? nullptr : command.GetReflection()->MutableMessage(&command, field);
}

string get(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

void set(Message& message, const char* name, string value) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(name), std::move(value));
}

bool is_prefix(const string& id) { return !id.empty() && !is_whole_id(id); }

template <typename Things>
std::vector<string> ids_of(const Things& things) {
  std::vector<string> ids;
  for (const auto& thing : things) ids.push_back(thing.id());
  return ids;
}

/// What may be taken back and is on the list.
std::vector<string> recallable(const v1::IncidentList& known) {
  std::vector<string> ids = ids_of(known.flights());
  std::ranges::copy(ids_of(known.patrols()), std::back_inserter(ids));
  for (const v1::Incident& incident : known.incidents()) {
    std::ranges::copy(ids_of(incident.reports()), std::back_inserter(ids));
  }
  return ids;
}

Checked<void> complete(Message& message, const char* field, const std::vector<string>& candidates) {
  const string typed = get(message, field);
  if (!is_prefix(typed)) return {};
  auto whole = complete_id(typed, candidates, field);
  if (!whole) return std::unexpected(whole.error());
  set(message, field, std::move(*whole));
  return {};
}

}  // namespace

Checked<string> complete_id(std::string_view prefix, const std::vector<string>& candidates, std::string_view field) {
  if (prefix.size() < id_prefix_chars_min) {
    return reject(v1::Rejection::INVALID, field, Say::error_short_id, arg("id", prefix));
  }
  const string wanted = lower(prefix);
  std::vector<string> found;
  for (const string& candidate : candidates) {
    if (candidate.starts_with(wanted)) found.push_back(candidate);
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() == 1) return found.front();
  if (found.empty()) return reject(v1::Rejection::UNKNOWN_ID, field, Say::error_unknown_id, arg("id", prefix));
  const bool more = found.size() > candidates_named_max;
  if (more) found.resize(candidates_named_max);
  return reject(v1::Rejection::UNKNOWN_ID, field, Say::error_ambiguous_id, arg("id", prefix),
                arg("candidates", join(found, ", ") + (more ? ", …" : "")));
}

bool has_id_prefix(const v1::Command& command) {
  v1::Command copy = command;
  const Message* kind = kind_of(copy);
  if (kind == nullptr) return false;
  const auto prefixed = [&](const char* name) { return is_prefix(get(*kind, name)); };
  return std::ranges::any_of(incident_fields, prefixed) || prefixed(report_field) || prefixed(flight_field) ||
         prefixed(patrol_field) || std::ranges::any_of(command.recall().ids(), is_prefix);
}

Checked<void> complete_ids(v1::Command& command, const v1::IncidentList& known) {
  Message* kind = kind_of(command);
  if (kind == nullptr) return {};
  for (const char* name : incident_fields) {
    if (auto done = complete(*kind, name, ids_of(known.incidents())); !done) return done;
  }
  if (auto done = complete(*kind, flight_field, ids_of(known.flights())); !done) return done;
  if (auto done = complete(*kind, patrol_field, ids_of(known.patrols())); !done) return done;
  std::vector<string> reports;
  for (const v1::Incident& incident : known.incidents()) {
    if (incident.id() == get(*kind, "incident")) reports = ids_of(incident.reports());
  }
  if (auto done = complete(*kind, report_field, reports); !done) return done;
  if (!command.has_recall()) return {};
  for (string& id : *command.mutable_recall()->mutable_ids()) {
    if (!is_prefix(id)) continue;
    auto whole = complete_id(id, recallable(known), "ids");
    if (!whole) return std::unexpected(whole.error());
    id = std::move(*whole);
  }
  return {};
}

}  // namespace wardlink::cli
