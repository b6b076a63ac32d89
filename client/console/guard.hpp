// Who may ask the console for what: decided from a request's head alone, before its body is looked at. No I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wardlink::console {

/// 256 random bits, base64url. std::runtime_error where there is no randomness.
[[nodiscard]] std::string new_token();

/// What the checks look at; views into the request. Absent headers are absent, not empty.
struct RequestHead {
  std::string_view method{};
  std::string_view target{};
  std::optional<std::string_view> host{};  // absent where there are several, too
  std::optional<std::string_view> origin{};
  std::optional<std::string_view> fetch_site{};
  std::string_view content_type{};
  std::string_view cookie{};
  bool ambiguous = false;  // a header that decides stands there twice, or the body's length is not said plainly
};

enum class Verdict {
  enter,          // with the right token: give the cookie
  page,           // of the target's path
  updates,        // the stream
  ask,            // the body is a ConsoleRequest
  csp_report,     // a browser has kept something from the pages
  malformed,      // 400
  misdirected,    // 421: a name that is not ours (DNS rebinding)
  foreign,        // 403: another site asks
  stranger,       // 403: no token, or a wrong one
  unknown,        // 404
  wrong_method,   // 405
  wrong_content,  // 415
};

/// Other users of this computer and every page in the officer's browser can reach the port: the token keeps out the
/// first, Host, Origin and Sec-Fetch-Site the second. Immutable, any thread.
class Guard {
 public:
  Guard(std::uint16_t port, std::string token);

  [[nodiscard]] Verdict judge(const RequestHead& head) const;
  /// Where a person's browser begins.
  [[nodiscard]] std::string address() const;
  /// The value of Set-Cookie. Cookies are shared by all ports of a host: the port is in its name.
  [[nodiscard]] std::string set_cookie() const;

 private:
  [[nodiscard]] bool our_host(std::string_view host) const;
  [[nodiscard]] bool our_origin(std::string_view origin) const;
  [[nodiscard]] bool is_token(std::string_view value) const;
  [[nodiscard]] bool has_cookie(std::string_view cookies) const;

  std::string port_;
  std::string token_;
  std::string cookie_;  // its name
};

/// The path of a target, without its query.
[[nodiscard]] std::string_view path_of(std::string_view target);

}  // namespace wardlink::console
