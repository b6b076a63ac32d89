// Watches everything that happens and compares it with the model. Whatever does not fit is a Violation.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hub/journal/journal.hpp"
#include "tests/sim/model.hpp"
#include "wardlink/v1/wire.pb.h"

namespace wardlink::sim {

class Checker {
 public:
  /// Of a cluster the hub has begun to serve.
  [[nodiscard]] const Model& model(const std::string& cluster) const { return watched_.at(cluster).model; }
  [[nodiscard]] std::uint64_t entries() const;

  // The journal.
  void appending(std::span<const journal::Entry> entries);
  void appended(std::span<const journal::Entry> entries);
  void not_appended();
  /// Before it: an entry whose successors were appended is in the anchor, whatever became of the machine.
  void anchored(const std::string& cluster, std::uint64_t number);
  /// A new life of the hub: everything it ever promised is there, and nothing that it never wrote.
  void recovered(const journal::Journal& journal, const domain::State& state);
  /// The hub's own memory against the model's.
  void compare(const domain::State& durable) const;

  // What the hub says.
  void subscribing(const v1::Identity& who, Told& told, const v1::Subscribe& subscribe) const;
  void leaving(const v1::Identity& to, Told& told, const v1::HubFrame& frame);

  // What a client knows for certain.
  void receipt(const v1::Identity& by, const v1::Receipt& receipt);
  /// `after`: the last one it had taken.
  void taken(const v1::Identity& by, const v1::Event& event, std::uint64_t after) const;

 private:
  void check_receipt(const v1::Identity& to, const v1::Receipt& receipt) const;
  void check_view(const v1::Identity& to, const v1::Incident& view) const;

  struct Watched {
    Model model;
    std::vector<journal::Entry> under_way;  // handed to the journal; nobody knows yet
    std::uint64_t last_group = 0;           // the entries before the last group that was appended, whoever's it was
  };
  [[nodiscard]] const Model& model(const v1::Identity& of) const { return model(of.cluster()); }

  std::map<std::string, Watched> watched_;                      // by cluster: what one does is nothing to another
  std::set<std::pair<std::string, std::string>> acknowledged_;  // (sender, id) of commands
};

/// A state as text: equal states have equal texts.
[[nodiscard]] std::string text_of(const domain::State& state);

}  // namespace wardlink::sim
