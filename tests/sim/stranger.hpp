// Somebody with a ward's certificate and bad intentions: garbage, floods, probes, and words nobody asked for.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "proto/framing.hpp"
#include "tests/sim/client.hpp"

namespace wardlink::sim {

class Stranger {
 public:
  Stranger(Surroundings& around, v1::Identity identity, Random random);
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;
  ~Stranger() { drop(); }

  void start() { connect(); }
  /// No more of it.
  void leave();

 private:
  void connect();
  void drop();
  void again();
  void later(Duration delay, void (Stranger::*what)());
  void read();
  void act();
  void send(const v1::ClientFrame& frame);
  void probe();
  void flood();
  void heard(const v1::HubFrame& frame);
  std::string new_id();

  Surroundings& around_;
  const v1::Identity identity_;
  Random random_;
  bool left_ = false;
  std::shared_ptr<int> life_ = std::make_shared<int>();
  std::shared_ptr<Link> link_;
  std::unique_ptr<proto::FrameReader> frames_;
  std::map<std::string, std::string> probes_;  // by command or query id: the incident asked for
};

}  // namespace wardlink::sim
