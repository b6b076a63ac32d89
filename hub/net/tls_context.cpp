#include "hub/net/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "hub/net/peer_identity.hpp"

namespace wardlink::net {
namespace {

using Error = std::unexpected<std::string>;
using std::filesystem::path;

template <auto free>
struct FreeWith {
  template <typename T>
  void operator()(T* object) const {
    free(object);
  }
};
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using RevocationList = std::unique_ptr<X509_CRL, FreeWith<X509_CRL_free>>;

/// What OpenSSL last complained about; clears its queue.
std::string complaint() {
  const unsigned long code = ERR_peek_error();
  ERR_clear_error();
  if (ERR_SYSTEM_ERROR(code)) return std::system_category().message(ERR_GET_REASON(code));
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "unknown error" : reason;
}

std::expected<std::vector<Certificate>, std::string> read_certificates(const path& file) {
  const std::unique_ptr<BIO, FreeWith<BIO_free>> bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) return Error(fmt::format("cannot read the certificate {}: {}", file.string(), complaint()));
  std::vector<Certificate> certificates;
  while (Certificate one{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    certificates.push_back(std::move(one));
  }
  if (certificates.empty()) return Error(fmt::format("{} holds no PEM certificate: {}", file.string(), complaint()));
  ERR_clear_error();
  return certificates;
}

/// Empty where it has none.
std::string number_of(const X509_CRL& list) {
  const std::unique_ptr<ASN1_INTEGER, FreeWith<ASN1_INTEGER_free>> number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(&list, NID_crl_number, nullptr, nullptr)));
  return number ? serial_hex(*number) : std::string();
}

/// SHA-256 of the public key, hexadecimal.
std::string key_hash(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (X509_pubkey_digest(&certificate, EVP_sha256(), hash.data(), &size) != 1) return {};
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", hash[i]);
  return text;
}

std::expected<RevocationList, std::string> read_crl(const path& file) {
  const std::unique_ptr<BIO, FreeWith<BIO_free>> bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) return Error(fmt::format("cannot read the revocation list {}: {}", file.string(), complaint()));
  RevocationList list(PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
  if (!list) return Error(fmt::format("{} holds no PEM revocation list: {}", file.string(), complaint()));
  if (X509_CRL_get0_nextUpdate(list.get()) == nullptr) {
    return Error(fmt::format("the revocation list {} does not say until when it is valid", file.string()));
  }
  if (number_of(*list).empty()) return Error(fmt::format("the revocation list {} has no number", file.string()));
  return list;
}

std::expected<Certificate, std::string> read_ca(const path& file) {
  auto ca = read_certificates(file);
  if (!ca) return Error(ca.error());
  if (ca->size() != 1 || X509_check_ca(ca->front().get()) != 1) {
    return Error(fmt::format("{} must hold exactly one certificate, a CA's", file.string()));
  }
  return std::move(ca->front());
}

/// That it is the CA's own, and not of the future.
std::expected<void, std::string> check_crl(X509_CRL& list, X509& ca, const TlsFiles& files) {
  const auto unusable = [&](std::string_view why) {
    ERR_clear_error();
    return Error(
        fmt::format("the revocation list {} cannot be used with {}: {}", files.crl.string(), files.ca.string(), why));
  };
  if (X509_NAME_cmp(X509_CRL_get_issuer(&list), X509_get_subject_name(&ca)) != 0 ||
      X509_CRL_verify(&list, X509_get0_pubkey(&ca)) != 1) {
    return unusable("it is not that CA's");
  }
  if (X509_cmp_current_time(X509_CRL_get0_lastUpdate(&list)) >= 0) return unusable("it is of the future");
  return {};
}

std::expected<void, std::string> check_key_mode(const path& file) {
  using std::filesystem::perms;
  std::error_code error;
  const auto mode = std::filesystem::status(file, error).permissions();
  if (error) return Error(fmt::format("cannot read the key {}: {}", file.string(), error.message()));
  if ((mode & (perms::others_all | perms::group_write)) != perms::none) {
    return Error(fmt::format("the key {} has mode {:04o}: others may reach it; 0600 is right", file.string(),
                             static_cast<unsigned>(mode & perms::mask)));
  }
  return {};
}

/// A prompt on the terminal would hang a service: an encrypted key is an error.
int no_passphrase(char*, int, int, void*) { return 0; }

std::chrono::sys_seconds to_time(const ASN1_TIME& time) {
  std::tm utc{};
  if (ASN1_TIME_to_tm(&time, &utc) != 1) return {};
  return std::chrono::sys_seconds(std::chrono::seconds(timegm(&utc)));
}

/// ALPN is not optional here, while OpenSSL asks select_alpn() only if the client offers it.
int require_alpn(SSL* ssl, int* alert, void*) {
  const unsigned char* data = nullptr;
  std::size_t size = 0;
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_application_layer_protocol_negotiation, &data, &size) == 1) {
    return SSL_CLIENT_HELLO_SUCCESS;
  }
  *alert = SSL_AD_NO_APPLICATION_PROTOCOL;
  return SSL_CLIENT_HELLO_ERROR;
}

int select_alpn(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size,
                void*) {
  for (unsigned at = 0; at < in_size; at += 1U + in[at]) {
    const std::string_view offered(reinterpret_cast<const char*>(in + at + 1), in[at]);
    if (offered != alpn_protocol) continue;
    *out = in + at + 1;
    *out_size = in[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool apply_protocol(SSL_CTX& context) {
  SSL_CTX_set_options(&context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(&context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(&context, 1);  // one read call a record, not two
  SSL_CTX_set_default_passwd_cb(&context, no_passphrase);
  SSL_CTX_set_client_hello_cb(&context, require_alpn, nullptr);
  SSL_CTX_set_alpn_select_cb(&context, select_alpn, nullptr);
  SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_verify_depth(&context, 0);  // a leaf directly under the CA
  return SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(&context, TLS1_3_VERSION) == 1 && SSL_CTX_set_num_tickets(&context, 0) == 1 &&
         SSL_CTX_set_max_early_data(&context, 0) == 1 && SSL_CTX_set1_groups_list(&context, "X25519:P-256") == 1 &&
         SSL_CTX_set_purpose(&context, X509_PURPOSE_SSL_CLIENT) == 1 &&
         X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(&context), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_X509_STRICT) ==
             1;
}

/// The hub's own certificate, seen as a client will see it.
std::expected<void, std::string> check_own_certificate(SSL_CTX& context, const TlsFiles& files) {
  const std::unique_ptr<X509_STORE_CTX, FreeWith<X509_STORE_CTX_free>> check(X509_STORE_CTX_new());
  X509* own = SSL_CTX_get0_certificate(&context);
  if (!check || X509_STORE_CTX_init(check.get(), SSL_CTX_get_cert_store(&context), own, nullptr) != 1) {
    return Error(complaint());
  }
  X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_X509_STRICT);
  X509_STORE_CTX_set_purpose(check.get(), X509_PURPOSE_SSL_SERVER);
  X509_STORE_CTX_set_verify_cb(check.get(), pass_over_expired_crl);
  if (X509_verify_cert(check.get()) == 1) return {};
  const char* why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
  ERR_clear_error();
  return Error(fmt::format("the hub's certificate {} cannot be used with {}: {}", files.certificate.string(),
                           files.ca.string(), why));
}

}  // namespace

int pass_over_expired_crl(int preverified, X509_STORE_CTX* store) {
  if (preverified == 1 || X509_STORE_CTX_get_error(store) != X509_V_ERR_CRL_HAS_EXPIRED) return preverified;
  X509_STORE_CTX_set_error(store, X509_V_OK);
  return 1;
}

std::expected<void, std::string> check_revocation_list(const TlsFiles& files) {
  ERR_clear_error();
  const auto ca = read_ca(files.ca);
  if (!ca) return Error(ca.error());
  const auto crl = read_crl(files.crl);
  if (!crl) return Error(crl.error());
  return check_crl(**crl, **ca, files);
}

bool CrlIssue::older_than(const CrlIssue& other) const {
  // The longer number is the greater.
  return ca == other.ca && std::pair(number.size(), number) < std::pair(other.number.size(), other.number);
}

std::expected<std::shared_ptr<const ServerContext>, std::string> ServerContext::load(const TlsFiles& files) {
  ERR_clear_error();
  const std::shared_ptr<ServerContext> made(new ServerContext);
  made->context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = made->context_.get();
  if (context == nullptr || !apply_protocol(*context)) return Error(fmt::format("cannot set up TLS: {}", complaint()));

  if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
    return Error(fmt::format("cannot use the certificate {}: {}", files.certificate.string(), complaint()));
  }
  if (auto mode = check_key_mode(files.key); !mode) return Error(std::move(mode.error()));
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return Error(fmt::format("cannot use the key {} with the certificate {}: {}", files.key.string(),
                             files.certificate.string(), complaint()));
  }

  const auto ca = read_ca(files.ca);
  if (!ca) return Error(ca.error());
  const auto crl = read_crl(files.crl);
  if (!crl) return Error(crl.error());
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  if (X509_STORE_add_cert(store, ca->get()) != 1 || X509_STORE_add_crl(store, crl->get()) != 1) {
    return Error(fmt::format("cannot use {} and {}: {}", files.ca.string(), files.crl.string(), complaint()));
  }
  if (auto usable = check_crl(**crl, **ca, files); !usable) return Error(std::move(usable.error()));
  if (auto own = check_own_certificate(*context, files); !own) return Error(std::move(own.error()));

  made->certificate_not_after_ = to_time(*X509_get0_notAfter(SSL_CTX_get0_certificate(context)));
  made->crl_issue_ = {key_hash(**ca), number_of(**crl)};
  made->crl_next_update_ = to_time(*X509_CRL_get0_nextUpdate(crl->get()));
  STACK_OF(X509_REVOKED)* revoked = X509_CRL_get_REVOKED(crl->get());
  for (int i = 0; i < sk_X509_REVOKED_num(revoked); ++i) {
    made->revoked_.insert(serial_hex(*X509_REVOKED_get0_serialNumber(sk_X509_REVOKED_value(revoked, i))));
  }
  return made;
}

}  // namespace wardlink::net
