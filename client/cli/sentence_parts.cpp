#include "client/cli/sentence_parts.hpp"

#include <vector>

namespace wardlink::cli {

using fmt::arg;
using std::string;

string labelled(const Words& words, Say what, const char* name, const string& value) {
  return value.empty() ? "" : words.say(what, arg(name, value));
}

string call_words(const Words& words, const string& number) { return labelled(words, Say::call_now, "number", number); }

string patrols_words(const Words& words, const Strings& patrols) {
  std::vector<string> ids;
  for (const string& id : patrols) ids.push_back(short_id(id));
  return labelled(words, Say::in_patrols, "list", join(ids, ", "));
}

}  // namespace wardlink::cli
