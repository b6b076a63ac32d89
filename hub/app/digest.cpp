#include "hub/app/digest.hpp"

#include <openssl/sha.h>

#include <string_view>

namespace wardlink::app {
namespace {

std::string sha256(std::string_view bytes) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

}  // namespace

std::string digest(const v1::Command& command) { return sha256(command.SerializeAsString()); }
std::string digest(const v1::HubCommand& command) { return sha256(command.SerializeAsString()); }

}  // namespace wardlink::app
