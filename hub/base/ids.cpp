#include "hub/base/ids.hpp"

#include <fmt/format.h>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <chrono>

namespace wardlink::base {

bool is_uuid_v7(std::string_view id) {
  if (id.size() != 36) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char c = id[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !hex) return false;
  }
  return id[14] == '7' && (id[19] == '8' || id[19] == '9' || id[19] == 'a' || id[19] == 'b');
}

std::string make_uuid_v7(Time now, const std::array<std::uint8_t, 10>& random) {
  const auto ms =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  boost::uuids::uuid id{};
  for (std::size_t i = 0; i < 6; ++i) id.data[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  for (std::size_t i = 0; i < random.size(); ++i) id.data[6 + i] = random[i];
  id.data[6] = static_cast<std::uint8_t>((id.data[6] & 0x0F) | 0x70);
  id.data[8] = static_cast<std::uint8_t>((id.data[8] & 0x3F) | 0x80);
  return to_string(id);
}

std::string_view role_name(v1::Role role) {
  switch (role) {
    case v1::STATION:
      return "station";
    case v1::OFFICER:
      return "officer";
    case v1::ADMIN:
      return "admin";
    case v1::HUB:
      return "hub";
    default:
      return "";
  }
}

std::string sender_key(const v1::Identity& identity) {
  return fmt::format("wardlink://{}/{}/{}/{}", identity.cluster(), identity.ward(), role_name(identity.role()),
                     identity.name());
}

std::string derive_id(const v1::Identity& sender, std::string_view command_id, std::string_view kind,
                      std::uint32_t ordinal) {
  static const boost::uuids::uuid space = boost::uuids::string_generator()("6f1f1f0c-8a53-5b8e-9d35-0d0f4f2a7c11");
  return to_string(boost::uuids::name_generator_sha1(space)(
      fmt::format("{} {} {} {}", sender_key(sender), command_id, kind, ordinal)));
}

}  // namespace wardlink::base
