// Real keys and certificates, made here.
#include "client/link/identity.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <fstream>
#include <memory>
#include <string>

namespace wardlink::link {
namespace {

namespace fs = std::filesystem;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Bio = std::unique_ptr<BIO, Free>;

Key make_key() { return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); }

Certificate make_certificate(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

class IdentityTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "identity-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
    key_ = make_key();
    const Certificate certificate = make_certificate(key_.get());
    for (const char* file : {"cert.pem", "ca.pem"}) {
      const Bio bio(BIO_new_file((directory_ / file).c_str(), "w"));
      ASSERT_EQ(PEM_write_bio_X509(bio.get(), certificate.get()), 1);
    }
  }
  void TearDown() override { fs::remove_all(directory_); }

  void write_key(EVP_PKEY* key, const char* passphrase) {
    const Bio bio(BIO_new_file((directory_ / "key.pem").c_str(), "w"));
    const EVP_CIPHER* cipher = passphrase == nullptr ? nullptr : EVP_aes_256_cbc();
    ASSERT_EQ(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, cipher, nullptr, 0, nullptr, const_cast<char*>(passphrase)),
              1);
  }

  /// Loads with this passphrase and counts how often it is asked for.
  auto load(std::optional<std::string> passphrase) {
    asked_ = 0;
    return load_identity(directory_, [this, passphrase] {
      ++asked_;
      return passphrase;
    });
  }

  fs::path directory_;
  Key key_;
  int asked_ = 0;
};

TEST_F(IdentityTest, APlainKeyNeedsNoPassphrase) {
  write_key(key_.get(), nullptr);
  const auto context = load(std::nullopt);
  ASSERT_TRUE(context) << context.error().detail;
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(SSL_CTX_get_min_proto_version((*context)->native_handle()), TLS1_3_VERSION);
  EXPECT_EQ(SSL_CTX_get_verify_mode((*context)->native_handle()), SSL_VERIFY_PEER);
}

TEST_F(IdentityTest, AnEncryptedKeyIsAskedForOnce) {
  write_key(key_.get(), "mật khẩu");
  EXPECT_TRUE(load("mật khẩu"));
  EXPECT_EQ(asked_, 1);
}

TEST_F(IdentityTest, AWrongOrMissingPassphraseIsSaid) {
  write_key(key_.get(), "mật khẩu");
  for (const auto& passphrase : {std::optional<std::string>("sai"), std::optional<std::string>()}) {
    const auto context = load(passphrase);
    ASSERT_FALSE(context);
    EXPECT_EQ(context.error().kind, Error::Kind::identity_unusable);
    EXPECT_NE(context.error().detail.find("key.pem: wrong or no passphrase"), std::string::npos);
    EXPECT_EQ(asked_, 1);
  }
}

TEST_F(IdentityTest, AnotherCertificatesKeyIsRefused) {
  write_key(make_key().get(), nullptr);
  const auto context = load(std::nullopt);
  ASSERT_FALSE(context);
  EXPECT_NE(context.error().detail.find("does not belong"), std::string::npos);
}

TEST_F(IdentityTest, TheFileThatIsMissingOrBrokenIsNamed) {
  write_key(key_.get(), nullptr);
  for (const char* file : {"key.pem", "cert.pem", "ca.pem"}) {
    const fs::path good = directory_ / file;
    const fs::path aside = directory_ / "aside";
    fs::rename(good, aside);
    auto context = load(std::nullopt);
    ASSERT_FALSE(context) << file;
    EXPECT_NE(context.error().detail.find(file), std::string::npos) << context.error().detail;
    std::ofstream(good) << "not PEM\n";
    context = load(std::nullopt);
    ASSERT_FALSE(context) << file;
    EXPECT_NE(context.error().detail.find(file), std::string::npos) << context.error().detail;
    fs::rename(aside, good);
  }
}

}  // namespace
}  // namespace wardlink::link
