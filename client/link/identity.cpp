#include "client/link/identity.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace wardlink::link {
namespace {

constexpr std::array<unsigned char, 11> alpn{10, 'w', 'a', 'r', 'd', 'l', 'i', 'n', 'k', '/', '1'};

std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason != nullptr ? reason : "not readable";
}

/// OpenSSL may ask several times for one key; a person is asked once.
struct Asking {
  const Passphrase& passphrase;
  bool asked = false;
  std::optional<std::string> phrase = std::nullopt;

  explicit Asking(const Passphrase& from) : passphrase(from) {}
  ~Asking() {
    if (phrase) OPENSSL_cleanse(phrase->data(), phrase->size());
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
};

int give_passphrase(char* buffer, int size, int /*writing*/, void* data) {
  auto& asking = *static_cast<Asking*>(data);
  if (!asking.asked && asking.passphrase) asking.phrase = asking.passphrase();
  asking.asked = true;
  if (!asking.phrase || asking.phrase->size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, asking.phrase->data(), asking.phrase->size());
  return static_cast<int>(asking.phrase->size());
}

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

Result<void> use_key(SSL_CTX* context, const std::filesystem::path& file, const Passphrase& passphrase) {
  const std::unique_ptr<BIO, BioFree> bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) return fail(Error::Kind::identity_unusable, file.string() + ": " + std::strerror(errno));
  Asking asking(passphrase);
  const std::unique_ptr<EVP_PKEY, KeyFree> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &asking));
  if (!key) {
    const std::string reason = openssl_reason();
    return fail(Error::Kind::identity_unusable,
                file.string() + ": " + (asking.asked ? "wrong or no passphrase" : reason));
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    ERR_clear_error();
    return fail(Error::Kind::identity_unusable, file.string() + ": does not belong to cert.pem");
  }
  return {};
}

/// With everything but the identity itself.
Result<std::unique_ptr<boost::asio::ssl::context>> make_context() {
  namespace ssl = boost::asio::ssl;
  ERR_clear_error();
  auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
  SSL_CTX* native = context->native_handle();
  if (SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_alpn_protos(native, alpn.data(), alpn.size()) != 0) {
    return fail(Error::Kind::identity_unusable, "OpenSSL: " + openssl_reason());
  }
  context->set_verify_mode(ssl::verify_peer);
  return context;
}

Result<std::string> read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return fail(Error::Kind::identity_unusable, file.string() + ": not readable");
  return text.str();
}

struct NamesFree {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

}  // namespace

Result<std::unique_ptr<boost::asio::ssl::context>> load_identity(const std::filesystem::path& directory,
                                                                 const Passphrase& passphrase) {
  auto made = make_context();
  if (!made) return made;
  auto context = std::move(*made);

  boost::system::error_code error;
  const auto ca = directory / "ca.pem";
  if (context->load_verify_file(ca.string(), error); error) {
    return fail(Error::Kind::identity_unusable, ca.string() + ": " + error.message());
  }
  const auto certificate = directory / "cert.pem";
  if (context->use_certificate_chain_file(certificate.string(), error); error) {
    return fail(Error::Kind::identity_unusable, certificate.string() + ": " + error.message());
  }
  if (auto used = use_key(context->native_handle(), directory / "key.pem", passphrase); !used)
    return std::unexpected(used.error());
  return context;
}

Result<OpenIdentity> open_identity(const std::filesystem::path& directory, boost::asio::ssl::context& loaded) {
  auto certificate = read_whole(directory / "cert.pem");
  auto ca = read_whole(directory / "ca.pem");
  if (!certificate) return std::unexpected(certificate.error());
  if (!ca) return std::unexpected(ca.error());
  const std::unique_ptr<BIO, BioFree> bio(BIO_new(BIO_s_secmem()));
  EVP_PKEY* const key = SSL_CTX_get0_privatekey(loaded.native_handle());
  char* pem = nullptr;
  if (!bio || key == nullptr || PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return fail(Error::Kind::identity_unusable, "OpenSSL: " + openssl_reason());
  }
  const long bytes = BIO_get_mem_data(bio.get(), &pem);
  return OpenIdentity{.certificate_pem = std::move(*certificate),
                      .key_pem = std::string(pem, static_cast<std::size_t>(bytes)),
                      .ca_pem = std::move(*ca)};
}

Result<std::unique_ptr<boost::asio::ssl::context>> load_identity(const OpenIdentity& identity) {
  namespace ssl = boost::asio::ssl;
  auto made = make_context();
  if (!made) return made;
  ssl::context& context = **made;
  const auto buffer = [](const std::string& text) { return boost::asio::const_buffer(text.data(), text.size()); };
  boost::system::error_code error;
  context.add_certificate_authority(buffer(identity.ca_pem), error);
  if (!error) context.use_certificate_chain(buffer(identity.certificate_pem), error);
  if (!error) context.use_private_key(buffer(identity.key_pem), ssl::context::pem, error);
  if (error) return fail(Error::Kind::identity_unusable, error.message());
  if (SSL_CTX_check_private_key(context.native_handle()) != 1) {
    ERR_clear_error();
    return fail(Error::Kind::identity_unusable, "the key does not belong to the certificate");
  }
  return made;
}

std::string uri_of(x509_st* certificate) {
  const std::unique_ptr<GENERAL_NAMES, NamesFree> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::string found;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    if (!found.empty()) return {};
    const ASN1_IA5STRING* const uri = name->d.uniformResourceIdentifier;
    found.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                 static_cast<std::size_t>(ASN1_STRING_length(uri)));
  }
  return found.starts_with("wardlink://") ? found : std::string();
}

std::string uri_of(boost::asio::ssl::context& identity) {
  X509* const certificate = SSL_CTX_get0_certificate(identity.native_handle());
  return certificate == nullptr ? std::string() : uri_of(certificate);
}

}  // namespace wardlink::link
