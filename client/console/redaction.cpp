#include "client/console/redaction.hpp"

#include <google/protobuf/message.h>

#include <vector>

namespace wardlink::console {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool has_flag(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !field->is_repeated() &&
         message.GetReflection()->GetBool(message, field);
}

std::string text_of(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING || field->is_repeated()) return {};
  return message.GetReflection()->GetString(message, field);
}

void strip_content(v1::Content& content, bool sensitive) {
  content.clear_persons();
  content.clear_plates();
  content.clear_phones();
  content.clear_sensitive_text();
  if (sensitive) content.clear_text();
}

/// The one message of a oneof that is set; nullptr: none is.
const Message* chosen(const Message& message, const char* oneof) {
  const auto* choice = message.GetDescriptor()->FindOneofByName(oneof);
  const auto* reflection = message.GetReflection();
  const FieldDescriptor* field = choice == nullptr ? nullptr : reflection->GetOneofFieldDescriptor(message, choice);
  if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  return &reflection->GetMessage(message, field);
}

/// Finds every Content; `sensitive`: it stands within something that is.
void strip(Message& message, bool sensitive) {
  if (message.GetDescriptor() == v1::Content::descriptor()) {
    return strip_content(static_cast<v1::Content&>(message), sensitive);
  }
  sensitive = sensitive || has_flag(message, "sensitive");
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (sensitive && field->name() == "reason" && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      reflection->ClearField(&message, field);
      continue;
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      strip(field->is_repeated() ? *reflection->MutableRepeatedMessage(&message, field, i)
                                 : *reflection->MutableMessage(&message, field),
            sensitive);
    }
  }
}

}  // namespace

void redact(v1::Incident& incident) { strip(incident, false); }
void redact(v1::IncidentList& list) { strip(list, false); }

void redact(v1::Event& event, const IsSensitive& is_sensitive) {
  const Message* const body = chosen(event, "body");
  bool sensitive = body != nullptr && has_flag(*body, "sensitive");
  // The event that opens an incident, of a dry run too, says what it is; later it may have become sensitive.
  if (!event.incident().empty()) {
    sensitive = sensitive || is_sensitive(event.incident()).value_or(!event.has_incident_opened());
  }
  strip(event, sensitive);
}

void redact(v1::Command& command, const IsSensitive& is_sensitive) {
  const Message* const what = chosen(command, "kind");
  const std::string incident = what == nullptr ? std::string() : text_of(*what, "incident");
  const std::string same_as = what == nullptr ? std::string() : text_of(*what, "same_as");
  const auto within = [&](const std::string& id) { return !id.empty() && is_sensitive(id).value_or(true); };
  strip(command, within(incident) || within(same_as));
}

void redact(v1::OutboxListing& listing, const IsSensitive& is_sensitive) {
  for (auto& entry : *listing.mutable_entries()) redact(*entry.mutable_command(), is_sensitive);
}

void redact(v1::Receipt& receipt, const IsSensitive& is_sensitive) {
  if (!receipt.has_accepted()) return;
  for (auto& event : *receipt.mutable_accepted()->mutable_events()) redact(event, is_sensitive);
}

void redact(v1::QueryResult& result, const IsSensitive& is_sensitive) {
  // An incident that only the hub has is judged by what the hub says of it.
  if (result.has_show()) {
    const bool sensitive = result.show().incident().sensitive();
    redact(*result.mutable_show()->mutable_incident());
    for (auto& event : *result.mutable_show()->mutable_events()) {
      redact(event, [&](const std::string& id) {
        return id == result.show().incident().id() ? std::optional(sensitive) : is_sensitive(id);
      });
    }
  } else if (result.has_history()) {
    for (auto& event : *result.mutable_history()->mutable_events()) redact(event, is_sensitive);
  } else {
    strip(result, false);
  }
}

}  // namespace wardlink::console
