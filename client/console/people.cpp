#include "client/console/people.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "client/link/identity.hpp"
#include "client/link/utf8.hpp"

namespace wardlink::console {
namespace {

namespace fs = std::filesystem;

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct CertificateFree {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

/// Empty where the certificate cannot be read or is not valid at this time.
std::string valid_uri(const fs::path& file, std::time_t now) {
  const std::unique_ptr<BIO, BioFree> bio(BIO_new_file(file.c_str(), "r"));
  const std::unique_ptr<X509, CertificateFree> certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)
                                                               : nullptr);
  ERR_clear_error();
  if (!certificate) return {};
  const bool begun = X509_cmp_time(X509_get0_notBefore(certificate.get()), &now) < 0;
  const bool over = X509_cmp_time(X509_get0_notAfter(certificate.get()), &now) <= 0;
  return begun && !over ? link::uri_of(certificate.get()) : std::string();
}

}  // namespace

std::optional<v1::Identity> identity_of(std::string_view uri) {
  constexpr std::string_view scheme = "wardlink://";
  if (!uri.starts_with(scheme)) return std::nullopt;
  uri.remove_prefix(scheme.size());
  std::array<std::string, 4> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto end = uri.find('/');
    if ((end == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts.at(i) = uri.substr(0, end);
    if (parts.at(i).empty()) return std::nullopt;
    if (end != std::string_view::npos) uri.remove_prefix(end + 1);
  }
  v1::Identity identity;
  identity.set_cluster(parts[0]);
  identity.set_ward(parts[1]);
  identity.set_name(parts[3]);
  if (parts[2] == "station") identity.set_role(v1::STATION);
  if (parts[2] == "officer") identity.set_role(v1::OFFICER);
  if (parts[2] == "admin") identity.set_role(v1::ADMIN);
  return identity.role() == v1::ROLE_UNSPECIFIED ? std::nullopt : std::optional(identity);
}

std::vector<PersonFiles> list_people(const fs::path& directory, const v1::Identity& station, link::WallTime now) {
  std::vector<PersonFiles> people;
  std::error_code error;
  const std::time_t at =
      std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::system_clock::duration>(now));
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const std::string uri = valid_uri(entry->path() / "cert.pem", at);
    const auto identity = identity_of(uri);
    if (!identity || identity->cluster() != station.cluster() || !link::is_utf8(name)) continue;
    const bool officer = identity->role() == v1::OFFICER && identity->ward() == station.ward();
    if (!officer && identity->role() != v1::ADMIN) continue;
    PersonFiles one{.directory = entry->path()};
    one.person.set_id(name);
    one.person.set_identity(uri);
    one.person.set_role(identity->role());
    people.push_back(std::move(one));
  }
  std::ranges::sort(people, {}, [](const PersonFiles& each) { return each.person.id(); });
  return people;
}

}  // namespace wardlink::console
