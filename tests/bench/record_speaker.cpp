#include "tests/bench/record_speaker.hpp"

namespace wardlink::bench {

void RecordSpeaker::open(std::string& out) {
  const bool publisher = role_ == Role::publisher;
  Record{.kind = publisher ? Record::Kind::publisher : Record::Kind::subscriber}.append_to(out);
}

void RecordSpeaker::publish(std::uint64_t number, std::string& out) {
  Record{.kind = Record::Kind::message, .number = number}.append_to(out);
}

Speaker::Heard RecordSpeaker::hear(std::string_view frame, std::string& /*out*/) {
  const Record record = Record::read(frame);
  switch (record.kind) {
    case Record::Kind::ready:
      return {.kind = Heard::Kind::ready};
    case Record::Kind::taken:
      return {.kind = Heard::Kind::taken, .number = record.number};
    case Record::Kind::message:
      // An echo is its own acknowledgement.
      return {.kind = role_ == Role::publisher ? Heard::Kind::taken : Heard::Kind::delivered, .number = record.number};
    default:
      return {};
  }
}

}  // namespace wardlink::bench
