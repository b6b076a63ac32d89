#include "client/console/pages.hpp"

#include <array>
#include <map>
#include <utility>

namespace wardlink::console {
namespace {

std::string_view type_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> types{
      {{".html", "text/html; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".json", "application/json"},
       {".webmanifest", "application/manifest+json"},
       {".svg", "image/svg+xml"},
       {".png", "image/png"},
       {".ico", "image/x-icon"},
       {".woff2", "font/woff2"},
       {".wav", "audio/wav"},
       {".mp3", "audio/mpeg"},
       {".txt", "text/plain; charset=utf-8"}}};
  for (const auto& [ending, type] : types) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace

const Page* find_page(std::string_view path) {
  static const auto pages = [] {
    std::map<std::string_view, Page> all;
    for (const PageFile& file : page_files()) {
      all.emplace(
          file.path,
          Page{.bytes = file.bytes, .type = type_of(file.path), .immutable = file.path.starts_with("/assets/")});
    }
    return all;
  }();
  const auto found = pages.find(path == "/" ? "/index.html" : path);
  return found == pages.end() ? nullptr : &found->second;
}

}  // namespace wardlink::console
