// One plain HTTP request to loopback.
#pragma once

#include <string>

namespace wardlink::support {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// std::runtime_error where there is no answer.
[[nodiscard]] HttpAnswer http_get(unsigned short port, const std::string& path);

}  // namespace wardlink::support
