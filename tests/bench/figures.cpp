#include "tests/bench/figures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

namespace wardlink::bench {
namespace {

/// Three digits that matter, thousands kept apart: "1,240,000", "592", "0.61".
std::string readable(double value) {
  if (value == 0) return "0";
  const int digits = 2 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (digits > 0) return fmt::format("{:.{}f}", value, std::min(digits, 3));
  const double step = std::pow(10.0, -digits);
  std::string text = fmt::format("{:.0f}", std::round(value / step) * step);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(text.begin() + at, ',');
  }
  return text;
}

}  // namespace

double percentile(std::vector<double> samples, double share) {
  if (samples.empty()) throw std::runtime_error("nothing was measured");
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(samples.size() - 1) + 0.5);
  std::nth_element(samples.begin(), samples.begin() + rank, samples.end());
  return samples[static_cast<std::size_t>(rank)];
}

void Figures::add(const std::string& name, double value, const std::string& unit, const std::string& floor,
                  const std::string& note) {
  auto figure = std::ranges::find(figures_, name, &Figure::name);
  if (figure == figures_.end()) {
    figures_.push_back({.name = name, .unit = unit, .rounds = {}, .floor = floor, .note = note});
    figure = std::prev(figures_.end());
  }
  figure->rounds.push_back(value);
}

/// 0: it has none, or one too small to be measured.
double Figures::floor_of(const Figure& figure) const {
  if (figure.floor.empty()) return 0;
  const auto floor = std::ranges::find(figures_, figure.floor, &Figure::name);
  if (floor == figures_.end()) throw std::runtime_error("no figure " + figure.floor);
  return median(floor->rounds);
}

std::string Figures::table() const {
  std::string out = fmt::format("{:<34}{:>11} {:<22}{:>19}  {:>11} {:>8}  {}\n", "figure", "median", "unit", "spread",
                                "floor", "ratio", "note");
  for (const Figure& figure : figures_) {
    const double value = median(figure.rounds);
    const auto [least, most] = std::ranges::minmax(figure.rounds);
    std::string floor;
    std::string ratio;
    if (const double below = floor_of(figure); below > 0) {
      floor = readable(below);
      ratio = fmt::format("x{}", readable(value / below));
    }
    out += fmt::format("{:<34}{:>11} {:<22}{:>19}  {:>11} {:>8}  {}\n", figure.name, readable(value), figure.unit,
                       fmt::format("{}-{}", readable(least), readable(most)), floor, ratio, figure.note);
  }
  return out;
}

std::string Figures::json(const std::string& machine) const {
  std::vector<std::string> lines;
  for (const Figure& figure : figures_) {
    const double value = median(figure.rounds);
    std::string line = fmt::format(R"({{"name":"{}","value":{},"unit":"{}","rounds":[{}])", figure.name, value,
                                   figure.unit, fmt::join(figure.rounds, ","));
    if (const double below = floor_of(figure); below > 0) {
      line += fmt::format(R"(,"floor":"{}","floor_value":{},"ratio":{})", figure.floor, below, value / below);
    }
    if (!figure.note.empty()) line += fmt::format(R"(,"note":"{}")", figure.note);
    lines.push_back(line + '}');
  }
  return fmt::format("{{\"machine\":\"{}\",\"figures\":[\n{}\n]}}\n", machine, fmt::join(lines, ",\n"));
}

}  // namespace wardlink::bench
