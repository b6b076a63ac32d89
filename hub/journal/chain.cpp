#include "hub/journal/chain.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

#include <memory>
#include <utility>
#include <vector>

#include "hub/base/panic.hpp"

namespace wardlink::journal {
namespace {

std::string encode(const google::protobuf::MessageLite& message) {
  std::string out;
  {
    google::protobuf::io::StringOutputStream stream(&out);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    base::check(message.SerializePartialToCodedStream(&coded), "journal: an entry cannot be encoded");
  }
  return out;
}

// Fetched once: looking an algorithm up costs more than hashing a record with it.
const EVP_MD* sha256_algorithm() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                         &EVP_MD_free);
  base::check(algorithm != nullptr, "journal: OpenSSL has no SHA-256");
  return algorithm.get();
}

}  // namespace

std::string sha256(std::initializer_list<std::string_view> pieces) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                     &EVP_MD_CTX_free);
  bool done = context != nullptr && EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1;
  for (const std::string_view piece : pieces) {
    done = done && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  }
  unsigned char digest[hash_bytes];
  done = done && EVP_DigestFinal_ex(context.get(), digest, nullptr) == 1;
  base::check(done, "journal: SHA-256 failed");
  return {reinterpret_cast<const char*>(digest), hash_bytes};
}

std::string chain_start() { return std::string(hash_bytes, '\0'); }

std::string chain_next(std::string_view previous, std::string_view header, std::string_view payload_digest) {
  return sha256({previous, sha256({header}), payload_digest});
}

Record split(Entry& entry, std::string salt) {
  // Moved out and back, never copied: this is on the way of every alert.
  auto& contents = *entry.payload.mutable_contents();
  contents.clear();
  std::vector<std::pair<v1::Event*, std::unique_ptr<v1::Content>>> taken_out;
  std::uint32_t index = 0;
  for (v1::StoredEvent& stored : *entry.header.mutable_events()) {
    v1::Event& event = *stored.mutable_event();
    if (event.has_content()) {
      if (event.content_seq() == 0) contents[index].Swap(event.mutable_content());
      taken_out.emplace_back(&event, event.release_content());
    }
    ++index;
  }

  Record record{.header = encode(entry.header), .payload_digest = {}, .salt = std::move(salt), .payload = {}};
  record.payload = encode(entry.payload);
  record.payload_digest = sha256({record.salt, record.payload});

  for (auto& [event, content] : taken_out) event->set_allocated_content(content.release());
  for (auto& [at, content] : contents) {
    entry.header.mutable_events(static_cast<int>(at))->mutable_event()->mutable_content()->Swap(&content);
  }
  contents.clear();
  return record;
}

std::expected<v1::EntryHeader, std::string> read_header(std::string_view bytes) {
  v1::EntryHeader header;
  if (!header.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return std::unexpected("its header cannot be parsed");
  }
  return header;
}

std::expected<Entry, std::string> join(const Record& record) {
  auto header = read_header(record.header);
  if (!header) return std::unexpected(header.error());
  Entry entry{.header = std::move(*header), .payload = {}, .chain_hash = {}};
  if (!entry.payload.ParseFromString(record.payload)) return std::unexpected("its payload cannot be parsed");
  for (auto& [index, content] : *entry.payload.mutable_contents()) {
    if (index >= static_cast<std::uint32_t>(entry.header.events_size())) {
      return std::unexpected(fmt::format("it has a content for event {}, which it has not", index));
    }
    entry.header.mutable_events(static_cast<int>(index))->mutable_event()->mutable_content()->Swap(&content);
  }
  entry.payload.clear_contents();
  return entry;
}

std::optional<std::string> find_fault(const Record& record, std::string_view previous, std::string_view hash) {
  if (sha256({record.salt, record.payload}) != record.payload_digest) return "its payload does not match its digest";
  if (chain_next(previous, record.header, record.payload_digest) != hash) return "the hash chain is broken at it";
  return std::nullopt;
}

void follow_content(v1::Event& event, const std::function<std::optional<v1::Event>(std::uint64_t)>& event_at) {
  std::uint64_t at = event.seq();
  std::uint64_t from = event.content_seq();
  // Only ever backwards, so that this ends.
  while (from != 0 && from < at) {
    auto origin = event_at(from);
    if (!origin) return;
    if (origin->content_seq() == 0) {
      if (origin->has_content()) event.mutable_content()->Swap(origin->mutable_content());
      return;
    }
    at = from;
    from = origin->content_seq();
  }
}

}  // namespace wardlink::journal
