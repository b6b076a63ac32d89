// The regulation file: refused with a place and a reason, or one whose rules decide every case.
#include <algorithm>
#include <string>

#include "hub/base/panic.hpp"
#include "hub/domain/regulation.hpp"
#include "tests/fuzz/input.hpp"

namespace wardlink::fuzz {
namespace {

using base::check;

void run(std::string_view text) {
  const auto regulation = domain::Regulation::parse(text);
  if (!regulation) return check(!regulation.error().reason.empty(), "a refusal says why");
  check(!regulation->rules.empty() && !regulation->categories.empty(), "it has rules and categories");
  for (const auto& category : regulation->categories) {
    const auto* found = regulation->category(category.id);
    check(found == &category, "a category is found by its id, and is the only one");
    for (const auto place : {v1::Placement::BORDER, v1::Placement::TERRITORY, v1::Placement::OUTSIDE}) {
      for (std::uint32_t severity = 1; severity <= 5; ++severity) {
        const domain::Case on{.place = place,
                              .category = category.id,
                              .severity = severity,
                              .sensitive = severity % 2 == 0,
                              .at = base::Time{std::chrono::hours{5 * severity}},
                              .utc_offset_minutes = 420};
        const auto& rule = regulation->decide(on);
        check(!rule.id.empty(), "the rule that decides has a name");
        check(!rule.when.min_severity || *rule.when.min_severity <= severity, "it holds for this case");
      }
    }
  }
}

}  // namespace
}  // namespace wardlink::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wardlink::fuzz::run(wardlink::fuzz::Input(data, size).rest());
  return 0;
}
