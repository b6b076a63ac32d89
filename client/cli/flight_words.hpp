// Flights and patrols in a person's words.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "client/cli/line.hpp"
#include "client/cli/words.hpp"

namespace wardlink::cli {

/// "by motorbike", "heading 90° east".
[[nodiscard]] std::string travel_words(v1::TravelMode by, const Words& words);
[[nodiscard]] std::string heading_words(const v1::Flight& flight, const Words& words);
/// Empty while it is on.
[[nodiscard]] std::string end_words(v1::Flight::End end, const Words& words);
[[nodiscard]] std::string end_words(v1::Patrol::End end, const Words& words);

/// One part a ward it may reach, nearest first; `now` says which it may have passed already.
[[nodiscard]] std::vector<std::string> candidates_words(const v1::Flight& flight, const Words& words,
                                                        const google::protobuf::Timestamp& now);

/// On the board: the flights, what is asked of us, the patrols. Nothing where there are none.
[[nodiscard]] Lines situation_lines(const google::protobuf::RepeatedPtrField<v1::Flight>& flights,
                                    const google::protobuf::RepeatedPtrField<v1::Patrol>& patrols, const Words& words,
                                    std::string_view our_ward, const google::protobuf::Timestamp& now);

}  // namespace wardlink::cli
