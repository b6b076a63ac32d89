// Makes a C++ source of every file below a folder: `console_embed FOLDER SOURCE`. Runs while the program is built.
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// A string literal, in pieces of a line each: octal escapes end after three digits, whatever follows.
void literal(std::ostream& out, const std::string& bytes) {
  constexpr std::size_t line_bytes = 4096;
  constexpr std::array digits{'0', '1', '2', '3', '4', '5', '6', '7'};
  for (std::size_t at = 0; at == 0 || at < bytes.size(); at += line_bytes) {
    std::string line = "\n    \"";
    for (const char c : bytes.substr(at, line_bytes)) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\' && c != '?';
      if (plain) {
        line += c;
        continue;
      }
      line += '\\';
      for (const unsigned shift : {6U, 3U, 0U}) line += digits.at((byte >> shift) & 7U);
    }
    out << line << '"';
  }
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

void embed(const fs::path& folder, const fs::path& source) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::ofstream out(source, std::ios::binary);
  out << "// Made by console_embed.\n#include \"client/console/pages.hpp\"\n\nnamespace wardlink::console {\n\n"
         "std::vector<PageFile> page_files() {\n  using namespace std::literals;\n  return {";
  for (const fs::path& file : files) {
    out << "\n    {\"/" << fs::relative(file, folder).generic_string() << "\"sv,";
    literal(out, read(file));
    out << "sv},";
  }
  out << "\n  };\n}\n\n}  // namespace wardlink::console\n";
  if (!out.flush()) throw std::runtime_error(source.string() + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  embed(argv[1], argv[2]);
  return 0;
}
