// A throw-away deployment for a test: real certificates by certs/wardlink-ca, and odd ones by the CA's own key.
#pragma once

#include <filesystem>
#include <string>

namespace wardlink::support {

struct CommandResult {
  int status = 0;
  std::string output;  // both streams
};
/// `command` is for the shell.
CommandResult run_shell(const std::string& command);

std::string read_file(const std::filesystem::path& file);

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class TestCa {
 public:
  TestCa();

  [[nodiscard]] std::filesystem::path dir() const { return temporary_.path() / "ca"; }
  [[nodiscard]] const std::filesystem::path& scratch() const { return temporary_.path(); }
  /// wardlink-ca --dir ... `arguments`
  [[nodiscard]] CommandResult tool(const std::string& arguments) const;
  /// The same, expected to succeed.
  void must(const std::string& arguments) const;
  /// A hub's identity directory, made when first asked for.
  [[nodiscard]] std::filesystem::path hub();
  /// Of ward quan-hoa in cluster t11.
  [[nodiscard]] std::filesystem::path station(const std::string& name, const std::string& options = "");
  /// A certificate with just these extensions (lines of an openssl extension file), signed by this CA.
  [[nodiscard]] std::filesystem::path odd(const std::string& name, const std::string& extensions);

 private:
  TemporaryDirectory temporary_;
};

}  // namespace wardlink::support
