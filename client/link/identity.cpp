#include "client/link/identity.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <cerrno>
#include <cstring>

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

}  // namespace

Result<std::unique_ptr<boost::asio::ssl::context>> load_identity(const std::filesystem::path& directory,
                                                                 const Passphrase& passphrase) {
  namespace ssl = boost::asio::ssl;
  ERR_clear_error();
  auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
  SSL_CTX* native = context->native_handle();
  if (SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_alpn_protos(native, alpn.data(), alpn.size()) != 0) {
    return fail(Error::Kind::identity_unusable, "OpenSSL: " + openssl_reason());
  }
  context->set_verify_mode(ssl::verify_peer);

  boost::system::error_code error;
  const auto ca = directory / "ca.pem";
  if (context->load_verify_file(ca.string(), error); error) {
    return fail(Error::Kind::identity_unusable, ca.string() + ": " + error.message());
  }
  const auto certificate = directory / "cert.pem";
  if (context->use_certificate_chain_file(certificate.string(), error); error) {
    return fail(Error::Kind::identity_unusable, certificate.string() + ": " + error.message());
  }
  if (auto used = use_key(native, directory / "key.pem", passphrase); !used) return std::unexpected(used.error());
  return context;
}

}  // namespace wardlink::link
