#include "client/cli/output.hpp"

#include <cstdio>
#include <stdexcept>

#include "client/cli/json.hpp"

namespace wardlink::cli {
namespace {

using fmt::arg;
using std::string;

std::string_view color_of(Tone tone) {
  switch (tone) {
    case Tone::plain:
      return "";
    case Tone::quiet:
      return "\033[2m";
    case Tone::urgent:
      return "\033[1;33m";
    case Tone::flash:
      return "\033[1;31m";
    case Tone::asks:
      return "\033[1;7m";
  }
  return "";
}

void write(std::FILE* file, std::string_view text) { std::fwrite(text.data(), 1, text.size(), file); }

Say sentence_of(link::Error::Kind kind) {
  using Kind = link::Error::Kind;
  switch (kind) {
    case Kind::unreachable:
      return Say::error_unreachable;
    case Kind::hub_untrusted:
      return Say::error_hub_untrusted;
    case Kind::identity_refused:
      return Say::error_identity_refused;
    case Kind::identity_unusable:
      return Say::error_identity_unusable;
    case Kind::not_served:
      return Say::error_not_served;
    case Kind::ahead:
    case Kind::wrong_epoch:
      return Say::error_lost_data;
    case Kind::shutting_down:
      return Say::error_shutting_down;
    case Kind::overloaded:
      return Say::error_overloaded;
    case Kind::lost:
      return Say::error_lost;
    case Kind::silent:
      return Say::error_silent;
    case Kind::gap:
      return Say::error_gap;
    case Kind::protocol:
      return Say::error_protocol;
    case Kind::too_large:
      return Say::error_too_large;
    case Kind::timed_out:
      return Say::error_timed_out;
  }
  return Say::error_lost;
}

}  // namespace

string clean(std::string_view text) {
  string cleaned;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (byte == '\n') {
      cleaned += " / ";
    } else if (byte < 0x20 || byte == 0x7f) {
      cleaned += "\uFFFD";
    } else if (byte == 0xc2 && next >= 0x80 && next <= 0x9f) {  // C1: terminals obey these, too
      cleaned += "\uFFFD";
      ++i;
    } else {
      cleaned += text[i];
    }
  }
  return cleaned;
}

bool wants_color(bool no_color_flag, bool is_terminal, const Environment& environment) {
  return is_terminal && !no_color_flag && !environment("NO_COLOR") && environment("TERM").value_or("dumb") != "dumb";
}

void Output::data(const Lines& lines) {
  for (const Line& line : lines) {
    const std::string_view color = options_.color ? color_of(line.tone) : "";
    write(stdout, color);
    write(stdout, clean(line.text));
    write(stdout, color.empty() ? "\n" : "\033[0m\n");
  }
}

void Output::data(std::string_view line) {
  write(stdout, line);
  write(stdout, "\n");
}

void Output::message(std::string_view text) {
  if (!options_.quiet) error(text);
}

void Output::error(std::string_view text) {
  // What was printed before it is read before it.
  std::fflush(stdout);
  write(stderr, clean(text));
  write(stderr, "\n");
}

void Output::flush() {
  if (std::fflush(stdout) != 0) throw std::runtime_error("stdout cannot be written");
}

ExitStatus Output::fail(const v1::Rejection& rejection) {
  if (options_.json) {
    data(to_json(rejection, options_.lang));
  } else {
    const bool vi = options_.lang == Lang::vi && !rejection.message_vi().empty();
    const string field = rejection.field().empty() ? "" : ", " + rejection.field();
    error(say(options_.lang, Say::error_rejected, arg("message", vi ? rejection.message_vi() : rejection.message()),
              arg("code", v1::Rejection::Code_Name(rejection.code())), arg("field", field)));
  }
  return exit_status(rejection.code());
}

ExitStatus Output::fail(const link::Error& failure) {
  error(say(options_.lang, Say::error_word, arg("sentence", describe(failure, options_.lang))));
  return exit_status(failure.kind);
}

string describe(const link::Error& error, Lang lang) {
  return say(lang, sentence_of(error.kind), arg("detail", error.detail.empty() ? "–" : error.detail));
}

}  // namespace wardlink::cli
