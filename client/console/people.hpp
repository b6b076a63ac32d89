// Who may sign in at this computer: the identities in its directory of people.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/link/clock.hpp"
#include "wardlink/v1/console.pb.h"
#include "wardlink/v1/identity.pb.h"

namespace wardlink::console {

/// wardlink://<cluster>/<ward>/<role>/<name> of a station, an officer or an admin; nothing where it is none.
[[nodiscard]] std::optional<v1::Identity> identity_of(std::string_view uri);

struct PersonFiles {
  v1::Person person{};
  std::filesystem::path directory{};
};

/// The officers of this station's ward and the admins of its cluster whose certificates are valid now, by their
/// directories' names. What cannot be read is left out. Keys are not looked at.
[[nodiscard]] std::vector<PersonFiles> list_people(const std::filesystem::path& directory, const v1::Identity& station,
                                                   link::WallTime now);

}  // namespace wardlink::console
