// The house rules that a program can check, file by file. Each returns what is wrong with one file, a sentence a fault.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wardlink::tidy {

using Faults = std::vector<std::string>;

/// A file of the project: its path from the top, with forward slashes, and its bytes.
struct File {
  std::string path;
  std::string text;
};

/// base, domain, rules, gate and fanout neither include nor name input, output, clocks, chance, threads or unordered
/// containers (whose order of iteration differs between machines).
[[nodiscard]] Faults impurities(const File& file);

/// app → net, journal, ops → fanout, gate → rules → domain → base; siblings apart; everyone may use proto; the client
/// uses proto and itself only; nothing uses the tests.
[[nodiscard]] Faults wrong_way_includes(const File& file);

/// x.cpp includes x.hpp before anything else, so that its compiling shows the header to stand alone. `header_exists`:
/// there is an x.hpp beside it.
[[nodiscard]] Faults own_header_not_first(const File& file, bool header_exists);

/// No file of code is longer than 500 lines.
[[nodiscard]] Faults overlong(const File& file);

/// Marks of unfinished work, switched-off tests, and prints outside the programs.
[[nodiscard]] Faults left_over_marks(const File& file);

/// A private key, in any file at all; speaking of one is no fault.
[[nodiscard]] Faults private_keys(const File& file);

}  // namespace wardlink::tidy
