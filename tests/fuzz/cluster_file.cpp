// The cluster file: refused with a place and a reason, or one that holds together.
#include <set>
#include <string>

#include "hub/base/panic.hpp"
#include "hub/domain/geography.hpp"
#include "tests/fuzz/input.hpp"

namespace wardlink::fuzz {
namespace {

using base::check;

void check_wards(const domain::Geography& geography) {
  check(geography.wards().size() >= 2, "a cluster has two wards");
  const std::string* before = nullptr;
  for (const auto& ward : geography.wards()) {
    check(!ward.id.empty() && (before == nullptr || *before < ward.id), "wards are in the order of their ids");
    before = &ward.id;
    check(geography.ward(ward.id) == &ward, "a ward is found by its id");
    for (const auto& neighbour : ward.neighbours) {
      check(neighbour != ward.id && geography.ward(neighbour) != nullptr, "a neighbour is another ward");
    }
  }
  for (const auto& a : geography.wards()) {
    for (const auto& b : geography.wards()) {
      const auto apart = geography.between_wards_cm(a.id, b.id);
      check(apart >= 0 && apart == geography.between_wards_cm(b.id, a.id), "as far there as back");
    }
  }
}

void check_places(const domain::Geography& geography) {
  for (const auto& zone : geography.zones()) {
    check(zone.wards.size() >= 2, "a zone lies between two wards");
    for (const auto& ward : zone.wards) check(geography.ward(ward) != nullptr, "a zone names wards of the cluster");
  }
  for (const auto& landmark : geography.landmarks()) {
    check(geography.to_cluster_cm(landmark.point) >= 0, "a landmark lies somewhere");
    for (const auto& ward : geography.wards()) {
      check(geography.to_ward_cm(landmark.point, ward.id) >= geography.to_cluster_cm(landmark.point),
            "no ward is nearer than the nearest");
    }
  }
}

void run(std::string_view text) {
  const auto geography = domain::Geography::parse(text, domain::Limits{});
  if (!geography) return check(!geography.error().reason.empty(), "a refusal says why");
  check_wards(*geography);
  check_places(*geography);
  const auto again = domain::Geography::parse(text, domain::Limits{}, geography->plane());
  check(again && again->wards().size() == geography->wards().size(), "it is the same on the plane it was given");
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::run(wardlink::fuzz::Input(data, size).rest());
  return 0;
}
