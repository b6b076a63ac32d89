#include "client/console/guard.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace wardlink::console {
namespace {

constexpr std::string_view enter = "/enter";
constexpr std::string_view loopback = "127.0.0.1:";
constexpr std::string_view name = "localhost:";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// "application/json; charset=utf-8" → "application/json"
std::string_view media_type(std::string_view content_type) {
  return trimmed(content_type.substr(0, content_type.find(';')));
}

}  // namespace

std::string new_token() {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, 33> random{};  // 264 bits: a whole number of digits, all of them random
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) throw std::runtime_error("no randomness");
  std::string token;
  for (std::size_t at = 0; at < random.size(); at += 3) {
    const unsigned three = random.at(at) * 65536U + random.at(at + 1) * 256U + random.at(at + 2);
    for (const unsigned shift : {18U, 12U, 6U, 0U}) token += alphabet.at((three >> shift) & 63U);
  }
  return token;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

Guard::Guard(std::uint16_t port, std::string token)
    : port_(std::to_string(port)), token_(std::move(token)), cookie_("wardlink-" + port_) {}

std::string Guard::address() const { return "http://127.0.0.1:" + port_ + "/enter?token=" + token_; }

std::string Guard::set_cookie() const { return cookie_ + "=" + token_ + "; HttpOnly; SameSite=Strict; Path=/"; }

bool Guard::our_host(std::string_view host) const {
  for (const std::string_view ours : {loopback, name}) {
    if (host.starts_with(ours) && host.substr(ours.size()) == port_) return true;
  }
  return false;
}

bool Guard::our_origin(std::string_view origin) const {
  constexpr std::string_view scheme = "http://";
  return origin.starts_with(scheme) && our_host(origin.substr(scheme.size()));
}

bool Guard::is_token(std::string_view value) const {
  // Its length is no secret.
  return value.size() == token_.size() && CRYPTO_memcmp(value.data(), token_.data(), token_.size()) == 0;
}

bool Guard::has_cookie(std::string_view cookies) const {
  // What another port of this host has set may stand before ours.
  bool found = false;
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    const std::string_view one = trimmed(cookies.substr(0, end));
    const auto equals = one.find('=');
    if (equals != std::string_view::npos && one.substr(0, equals) == cookie_ && is_token(one.substr(equals + 1))) {
      found = true;
    }
    if (end == std::string_view::npos) break;
    cookies.remove_prefix(end + 1);
  }
  return found;
}

Verdict Guard::judge(const RequestHead& head) const {
  if (head.ambiguous) return Verdict::malformed;
  if (!head.host || !our_host(*head.host)) return Verdict::misdirected;
  const std::string_view path = path_of(head.target);
  const bool post = head.method == "POST";
  const bool report = path == "/api/csp-report";
  // A browser reports what its policy kept out with the origin hidden, as Referrer-Policy asks.
  const bool hidden = report && (!head.origin || *head.origin == "null");
  if (path == enter) {
    // Whoever has the token may come from anywhere: from a file of the state directory, too.
    if (head.method != "GET") return Verdict::wrong_method;
    constexpr std::string_view query = "/enter?token=";
    return head.target.starts_with(query) && is_token(head.target.substr(query.size())) ? Verdict::enter
                                                                                        : Verdict::stranger;
  }
  if (!hidden && (head.origin ? !our_origin(*head.origin) : post)) return Verdict::foreign;
  if (head.fetch_site && *head.fetch_site != "same-origin" && *head.fetch_site != "none") return Verdict::foreign;
  if (!has_cookie(head.cookie)) return Verdict::stranger;
  if (path == "/api/ask" || report) {
    if (!post) return Verdict::wrong_method;
    if (report) return Verdict::csp_report;
    return media_type(head.content_type) == "application/json" ? Verdict::ask : Verdict::wrong_content;
  }
  if (path.starts_with("/api/") && path != "/api/updates") return Verdict::unknown;
  if (head.method != "GET") return Verdict::wrong_method;
  return path == "/api/updates" ? Verdict::updates : Verdict::page;
}

}  // namespace wardlink::console
