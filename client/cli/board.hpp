// Incidents as a duty officer reads them: what it is, who leads by which clause, who supports, what waits for us.
#pragma once

#include <string_view>

#include "client/cli/line.hpp"
#include "client/cli/words.hpp"

namespace wardlink::cli {

[[nodiscard]] Lines incident_lines(const v1::Incident& incident, const Words& words, std::string_view our_ward);
[[nodiscard]] Lines board_lines(const google::protobuf::RepeatedPtrField<v1::Incident>& incidents, const Words& words,
                                std::string_view our_ward);
/// The incident, its reports and its timeline.
[[nodiscard]] Lines story_lines(const v1::IncidentStory& story, const Words& words, std::string_view our_ward);

/// "Nghĩa Đô CÓ MẶT, Cống Vị đã rõ"
[[nodiscard]] std::string supports_words(const google::protobuf::RepeatedPtrField<v1::Support>& supports,
                                         const Words& words);

}  // namespace wardlink::cli
