#include "client/cli/id_prefix.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "client/cli/words.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using std::string;

constexpr std::array incident_fields{"incident", "into", "same_as"};
constexpr const char* report_field = "report";
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
  return kind != nullptr &&
         (std::ranges::any_of(incident_fields, [&](const char* name) { return is_prefix(get(*kind, name)); }) ||
          is_prefix(get(*kind, report_field)));
}

Checked<void> complete_ids(v1::Command& command, const v1::IncidentList& known) {
  Message* kind = kind_of(command);
  if (kind == nullptr) return {};
  std::vector<string> incidents;
  for (const v1::Incident& incident : known.incidents()) incidents.push_back(incident.id());
  for (const char* name : incident_fields) {
    const string typed = get(*kind, name);
    if (!is_prefix(typed)) continue;
    auto whole = complete_id(typed, incidents, name);
    if (!whole) return std::unexpected(whole.error());
    set(*kind, name, std::move(*whole));
  }
  if (const string typed = get(*kind, report_field); is_prefix(typed)) {
    std::vector<string> reports;
    for (const v1::Incident& incident : known.incidents()) {
      if (incident.id() != get(*kind, "incident")) continue;
      for (const v1::Report& report : incident.reports()) reports.push_back(report.id());
    }
    auto whole = complete_id(typed, reports, report_field);
    if (!whole) return std::unexpected(whole.error());
    set(*kind, report_field, std::move(*whole));
  }
  return {};
}

}  // namespace wardlink::cli
