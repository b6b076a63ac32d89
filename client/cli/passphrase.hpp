// The passphrase of an officer's key: from a file, or from the person at the terminal. Never from a flag.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace wardlink::cli {

enum class NoPassphrase { unreadable, no_terminal, interrupted };

/// The file's first line.
[[nodiscard]] std::expected<std::string, NoPassphrase> read_passphrase(const std::filesystem::path& file);

/// Asks on the terminal, without echo; the terminal is as it was afterwards, whatever happens.
[[nodiscard]] std::expected<std::string, NoPassphrase> prompt_passphrase(const std::string& prompt);

}  // namespace wardlink::cli
