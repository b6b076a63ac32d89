// Only there for its precompiled header.
#include "tests/precompiled.hpp"
