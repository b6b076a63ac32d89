// The console's pages, embedded when the program was built. Immutable, any thread.
#pragma once

#include <string_view>
#include <vector>

namespace wardlink::console {

/// `path` begins with a slash.
struct PageFile {
  std::string_view path;
  std::string_view bytes;
};
/// Every file below client/console/pages; the source of this is made while building.
[[nodiscard]] std::vector<PageFile> page_files();

struct Page {
  std::string_view bytes;
  std::string_view type;   // of its content
  bool immutable = false;  // its name has a hash of its content in it
};
/// nullptr: there is no such page. "/" is index.html; nothing but whole known paths is found.
[[nodiscard]] const Page* find_page(std::string_view path);

}  // namespace wardlink::console
