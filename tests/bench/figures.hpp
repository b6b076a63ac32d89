// What was measured, round by round, and how it is told.
#pragma once

#include <string>
#include <vector>

namespace wardlink::bench {

/// The value below which `share` (0 to 1) of the samples lie; they must not be empty.
[[nodiscard]] double percentile(std::vector<double> samples, double share);
[[nodiscard]] inline double median(std::vector<double> samples) { return percentile(std::move(samples), 0.5); }

struct Figure {
  std::string name;
  std::string unit;
  std::vector<double> rounds;
  std::string floor;  // the name of the figure it is compared with; empty: it is a floor itself, or has none
  std::string note;   // durability, what the value means
};

class Figures {
 public:
  /// One round's value; the first one of a name settles unit, floor and note.
  void add(const std::string& name, double value, const std::string& unit, const std::string& floor = {},
           const std::string& note = {});

  [[nodiscard]] std::string table() const;
  /// `machine`: a sentence about where it was measured.
  [[nodiscard]] std::string json(const std::string& machine) const;

 private:
  [[nodiscard]] double floor_of(const Figure& figure) const;

  std::vector<Figure> figures_;  // in the order of their first value
};

}  // namespace wardlink::bench
