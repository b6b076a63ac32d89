#include "hub/app/founding.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "hub/base/limits.hpp"
#include "hub/domain/geography.hpp"
#include "hub/domain/regulation.hpp"
#include "hub/rules/apply.hpp"

namespace wardlink::app {
namespace {

// Every ward receives the files, in one frame each.
constexpr std::size_t file_bytes_max = base::limits::hub_frame_bytes_max / 2;

std::expected<std::string, std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) return std::unexpected(fmt::format("{}: cannot be read", path.string()));
  if (text.size() > file_bytes_max) {
    return std::unexpected(fmt::format("{}: is larger than {} bytes", path.string(), file_bytes_max));
  }
  return text;
}

std::unexpected<std::string> fault_in(const std::filesystem::path& path, const domain::FileFault& fault) {
  const std::string where = fault.where.empty() ? "" : fault.where + ": ";
  return std::unexpected(fmt::format("{}: {}{}", path.string(), where, fault.reason));
}

}  // namespace

std::expected<ConfiguredCluster, std::string> load_cluster(const ops::ClusterFiles& files) {
  const auto toml = read_file(files.regulation);
  if (!toml) return std::unexpected(toml.error());
  const auto regulation = domain::Regulation::parse(*toml);
  if (!regulation) return fault_in(files.regulation, regulation.error());
  const auto geojson = read_file(files.geography);
  if (!geojson) return std::unexpected(geojson.error());
  const auto geography = domain::Geography::parse(*geojson, regulation->limits);
  if (!geography) return fault_in(files.geography, geography.error());

  if (const auto together = domain::check_together(*geography, *regulation); !together) {
    return fault_in(files.regulation, together.error());
  }
  ConfiguredCluster cluster{.id = geography->id(), .found = {}};
  auto& found = *cluster.found.mutable_found();
  found.set_geojson(*geojson);
  found.set_regulation_toml(*toml);
  *found.mutable_origin() = geography->plane().origin;
  found.set_metres_per_lat_e7(geography->plane().metres_per_lat_e7);
  found.set_metres_per_lon_e7(geography->plane().metres_per_lon_e7);
  return cluster;
}

std::expected<std::vector<ConfiguredCluster>, std::string> load_clusters(const ops::Config& config) {
  std::vector<ConfiguredCluster> clusters;
  std::set<std::string> ids;
  for (const auto& files : config.clusters) {
    auto cluster = load_cluster(files);
    if (!cluster) return std::unexpected(cluster.error());
    if (!ids.insert(cluster->id).second) {
      return std::unexpected(
          fmt::format("{}: cluster \"{}\" is configured twice", files.geography.string(), cluster->id));
    }
    clusters.push_back(*std::move(cluster));
  }
  return clusters;
}

}  // namespace wardlink::app
