#include "hub/net/peer_identity.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "hub/base/limits.hpp"
#include "hub/base/panic.hpp"

namespace wardlink::net {
namespace {

constexpr std::string_view scheme = "wardlink://";

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Of a cluster or a ward.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= base::limits::id_bytes_max && text.front() != '-' &&
         std::ranges::all_of(text, [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= base::limits::id_bytes_max && std::ranges::all_of(text, [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
  });
}

v1::Role role_of(std::string_view text) {
  if (text == "station") return v1::STATION;
  if (text == "officer") return v1::OFFICER;
  if (text == "admin") return v1::ADMIN;
  return v1::ROLE_UNSPECIFIED;
}

/// Up to `separator`, which is taken too; all of it when there is none.
std::string_view take(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::expected<void, std::string> check_usage(X509& certificate) {
  const std::uint32_t flags = X509_get_extension_flags(&certificate);
  if ((flags & EXFLAG_INVALID) != 0) return std::unexpected("the certificate's extensions are not valid");
  if ((flags & EXFLAG_CA) != 0) return std::unexpected("the certificate is a CA's");
  if ((flags & EXFLAG_KUSAGE) == 0 || (X509_get_key_usage(&certificate) & KU_DIGITAL_SIGNATURE) == 0) {
    return std::unexpected("the certificate lacks the key usage digitalSignature");
  }
  if ((flags & EXFLAG_XKUSAGE) == 0 || (X509_get_extended_key_usage(&certificate) & XKU_SSL_CLIENT) == 0) {
    return std::unexpected("the certificate lacks the extended key usage clientAuth");
  }
  return {};
}

std::expected<std::string, std::string> the_one_uri(const X509& certificate) {
  const auto free = [](GENERAL_NAMES* names) { GENERAL_NAMES_free(names); };
  const std::unique_ptr<GENERAL_NAMES, decltype(free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (!names)
    return std::unexpected("the certificate has no subject alternative name, or more than one extension of it");
  std::string uri;
  int uris = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    if (type != GEN_URI) continue;
    const auto* text = static_cast<const ASN1_IA5STRING*>(value);
    const unsigned char* data = ASN1_STRING_get0_data(text);
    uri.assign(data, data + ASN1_STRING_length(text));
    ++uris;
  }
  if (uris != 1) return std::unexpected(fmt::format("the certificate has {} SAN URIs instead of one", uris));
  return uri;
}

std::chrono::sys_seconds not_after(const X509& certificate) {
  std::tm utc{};
  base::check(ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &utc) == 1, "a verified certificate has an end");
  return std::chrono::sys_seconds(std::chrono::seconds(timegm(&utc)));
}

}  // namespace

std::expected<v1::Identity, std::string> parse_identity_uri(std::string_view uri) {
  std::string_view rest = uri;
  const auto malformed = [] {
    return std::unexpected(std::string("the SAN URI is not wardlink://<cluster>/<ward>/<role>/<name>"));
  };
  if (!rest.starts_with(scheme)) return malformed();
  rest.remove_prefix(scheme.size());
  const auto cluster = take(rest, '/');
  const auto ward = take(rest, '/');
  const auto role = role_of(take(rest, '/'));
  const auto name = rest;
  if (!is_id(cluster) || !is_name(name)) return malformed();
  if (role == v1::ROLE_UNSPECIFIED) return std::unexpected("the role in the SAN URI is not station, officer or admin");
  if (role == v1::ADMIN ? ward != "-" : !is_id(ward)) {
    return std::unexpected("the ward in the SAN URI must be - for an admin, and an id for all others");
  }
  v1::Identity identity;
  identity.set_cluster(std::string(cluster));
  identity.set_ward(std::string(ward));
  identity.set_role(role);
  identity.set_name(std::string(name));
  return identity;
}

std::expected<PeerIdentity, Refusal> read_peer_identity(X509& certificate) {
  if (auto usage = check_usage(certificate); !usage) {
    return std::unexpected(Refusal{RefusalReason::wrong_usage, std::move(usage.error())});
  }
  const auto uri = the_one_uri(certificate);
  if (!uri) return std::unexpected(Refusal{RefusalReason::bad_identity, uri.error()});
  auto identity = parse_identity_uri(*uri);
  if (!identity) return std::unexpected(Refusal{RefusalReason::bad_identity, std::move(identity.error())});
  return PeerIdentity{std::move(*identity), not_after(certificate), serial_hex(*X509_get0_serialNumber(&certificate))};
}

std::string serial_hex(const ASN1_INTEGER& serial) {
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(ASN1_INTEGER_to_BN(&serial, nullptr), BN_free);
  base::check(number != nullptr, "a parsed certificate has a serial number");
  const auto free = [](char* text) { OPENSSL_free(text); };
  const std::unique_ptr<char, decltype(free)> text(BN_bn2hex(number.get()));
  return text.get();
}

}  // namespace wardlink::net
