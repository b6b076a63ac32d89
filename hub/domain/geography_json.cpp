// Boost.JSON as a header-only library: its one translation unit.
#include <boost/json/src.hpp>
