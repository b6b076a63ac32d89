// The directory where a station keeps what is its own: its store, the lock that keeps a second service out, and the
// socket through which the other programs of its owner reach the service.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <expected>
#include <filesystem>
#include <string>

namespace wardlink::link {

/// Made with mode 0700 where it is not there; refused where somebody else owns it or may enter. The lock is held for as
/// long as this lives and ends with the process, however that ends.
class StateDirectory {
 public:
  enum class Why { in_use, unusable };
  struct Fault {
    Why why = Why::unusable;
    std::string detail;
  };
  [[nodiscard]] static std::expected<StateDirectory, Fault> lock(const std::filesystem::path& path);
  StateDirectory(StateDirectory&& other) noexcept;
  StateDirectory& operator=(StateDirectory&&) = delete;
  ~StateDirectory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path store() const { return path_ / "station.db"; }
  /// Listening, mode 0600; what an earlier service left behind is taken away. Throws boost::system::system_error.
  [[nodiscard]] boost::asio::local::stream_protocol::acceptor listen(
      const boost::asio::any_io_executor& executor) const;

 private:
  StateDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_ = -1;
};

/// The service's socket in a state directory, by a name that is short enough for a socket address whatever the
/// directory's own is. It names the open directory: use it while this lives.
class SocketName {
 public:
  explicit SocketName(const std::filesystem::path& state);
  ~SocketName();
  SocketName(const SocketName&) = delete;
  SocketName& operator=(const SocketName&) = delete;

  /// Empty: there is no such directory.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  int directory_ = -1;
  std::string name_;
};

/// The other end belongs to whoever runs this program, or to root.
[[nodiscard]] bool same_owner(boost::asio::local::stream_protocol::socket& socket);

}  // namespace wardlink::link
