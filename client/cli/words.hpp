// Values of the contract in a person's words.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/names.hpp"
#include "client/cli/sentences.hpp"
#include "wardlink/v1/command.pb.h"
#include "wardlink/v1/event.pb.h"
#include "wardlink/v1/query.pb.h"

namespace wardlink::cli {

using Strings = google::protobuf::RepeatedPtrField<std::string>;
using Forces = google::protobuf::RepeatedPtrField<v1::Force>;

/// The parts that are not empty, with `between` between them.
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view between);
/// As much of an id as a person needs to name it.
[[nodiscard]] inline std::string short_id(std::string_view id) { return std::string(id.substr(0, 8)); }

/// Keeps a reference to `names`.
class Words {
 public:
  Words(Lang lang, const Names& names) : lang_(lang), names_(names) {}

  [[nodiscard]] Lang lang() const { return lang_; }
  [[nodiscard]] const Names& names() const { return names_; }
  template <typename... Args>
  [[nodiscard]] std::string say(Say what, const Args&... args) const {
    return cli::say(lang_, what, args...);
  }

  [[nodiscard]] std::string ward(std::string_view id) const { return names_.ward(id); }
  [[nodiscard]] std::string wards(const Strings& ids) const;
  [[nodiscard]] std::string category(std::string_view id) const { return names_.category(id, lang_); }
  [[nodiscard]] std::string severity(std::uint32_t severity) const;
  [[nodiscard]] std::string place(const v1::Placement& placement) const;
  [[nodiscard]] std::string point(const v1::Point& point) const;
  /// Who did it: the officer and the ward, the station, the hub.
  [[nodiscard]] std::string actor(const v1::Identity& actor) const;
  [[nodiscard]] std::string forces(const Forces& forces) const;
  /// " (a, b)", or nothing.
  [[nodiscard]] std::string marks(const Strings& marks) const;
  /// A reason the hub gives in a word, or what a person wrote.
  [[nodiscard]] std::string reason(std::string_view reason) const;
  [[nodiscard]] std::string time(const google::protobuf::Timestamp& stamp) const { return names_.time(stamp); }

  /// These are empty for the value that means nothing.
  [[nodiscard]] std::string state(v1::Support::State state) const;
  [[nodiscard]] std::string state(v1::Incident::State state) const;
  [[nodiscard]] std::string basis(v1::Support::Basis basis) const;
  [[nodiscard]] std::string reason(v1::LeadMoved::Reason reason) const;
  [[nodiscard]] std::string kind(v1::ReportSighting::Kind kind) const;
  [[nodiscard]] std::string kind(v1::Force::Kind kind) const;
  [[nodiscard]] std::string source(v1::Source source) const;
  [[nodiscard]] std::string urgency(v1::Urgency urgency) const;
  /// Empty for ACTUAL.
  [[nodiscard]] std::string mode(v1::Mode mode) const;

 private:
  [[nodiscard]] std::string mark(std::string_view mark) const;

  Lang lang_;
  const Names& names_;
};

}  // namespace wardlink::cli
