// A line of output and how loud it is; colours are the terminal's affair.
#pragma once

#include <string>
#include <vector>

namespace wardlink::cli {

enum class Tone { plain, quiet, urgent, flash, asks };

struct Line {
  Tone tone = Tone::plain;
  std::string text;
};

using Lines = std::vector<Line>;

}  // namespace wardlink::cli
