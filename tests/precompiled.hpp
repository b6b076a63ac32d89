// What nearly every test includes, compiled once. No test relies on it: each includes what it needs.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wardlink/v1/journal.pb.h"
#include "wardlink/v1/station.pb.h"
#include "wardlink/v1/wire.pb.h"
