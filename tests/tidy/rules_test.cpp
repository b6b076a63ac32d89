// The house rules find what is planted for them, and leave alone what is right.
#include "tests/tidy/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wardlink::tidy {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Impurities, AreFoundInPureRoomsOnly) {
  for (const char* planted :
       {"#include <boost/asio.hpp>\n", "boost::asio::io_context io;", "#include <openssl/ssl.h>\n", "sqlite3* db;",
        "auto t = std::chrono::system_clock::now();", "std::random_device r;", "std::thread t;",
        "std::this_thread::yield();", "std::unordered_map<int, int> m;", "auto t = steady_clock::now();"}) {
    EXPECT_THAT(impurities({"hub/rules/a.cpp", planted}), SizeIs(1)) << planted;
    EXPECT_THAT(impurities({"hub/net/a.cpp", planted}), IsEmpty()) << planted;
  }
}

TEST(Impurities, TheSystemClockHasOneHome) {
  EXPECT_THAT(impurities({"hub/base/clock.cpp", "system_clock::now()"}), IsEmpty());
  EXPECT_THAT(impurities({"hub/base/ids.cpp", "system_clock::now()"}), SizeIs(1));
}

TEST(Impurities, CommentsMaySpeakOfThem) {
  EXPECT_THAT(impurities({"hub/rules/a.hpp", "// no std::thread here\n/* nor\nsqlite3 */\nint a;"}), IsEmpty());
  EXPECT_THAT(impurities({"hub/rules/a.hpp", "auto u = \"http://x\"; std::thread t;"}), SizeIs(1));
}

TEST(Includes, RunOneWay) {
  struct Case {
    const char* from;
    const char* to;
    bool right;
  };
  for (const Case& test : {
           Case{"hub/rules/a.cpp", "hub/domain/state.hpp", true},
           Case{"hub/rules/a.cpp", "hub/rules/b.hpp", true},
           Case{"hub/domain/a.cpp", "hub/rules/b.hpp", false},
           Case{"hub/gate/a.cpp", "hub/fanout/b.hpp", false},
           Case{"hub/fanout/a.cpp", "hub/gate/b.hpp", false},
           Case{"hub/net/a.cpp", "hub/journal/b.hpp", false},
           Case{"hub/ops/a.cpp", "hub/base/b.hpp", true},
           Case{"hub/app/a.cpp", "hub/net/b.hpp", true},
           Case{"hub/net/a.cpp", "hub/app/b.hpp", false},
           Case{"hub/base/a.cpp", "proto/framing.hpp", true},
           Case{"proto/a.cpp", "hub/base/b.hpp", false},
           Case{"client/cli/a.cpp", "client/link/b.hpp", true},
           Case{"client/link/a.cpp", "client/cli/b.hpp", false},
           Case{"client/cli/a.cpp", "client/console/b.hpp", true},
           Case{"client/console/a.cpp", "client/link/b.hpp", true},
           Case{"client/console/a.cpp", "client/cli/b.hpp", false},
           Case{"client/link/a.cpp", "hub/base/b.hpp", false},
           Case{"hub/app/a.cpp", "tests/support/b.hpp", false},
           Case{"tests/unit/app/a.cpp", "hub/app/b.hpp", true},
           Case{"hub/new_room/a.cpp", "hub/base/b.hpp", false},
       }) {
    const File file{test.from, std::string("#include \"") + test.to + "\"\n"};
    EXPECT_THAT(wrong_way_includes(file), SizeIs(test.right ? 0 : 1)) << test.from << " includes " << test.to;
  }
}

TEST(Includes, AreNamedFromTheTop) {
  EXPECT_THAT(wrong_way_includes({"hub/net/a.cpp", "#include \"session.hpp\"\n"}), SizeIs(1));
  EXPECT_THAT(wrong_way_includes({"hub/net/a.cpp", "#include \"../base/ids.hpp\"\n"}), SizeIs(1));
  EXPECT_THAT(wrong_way_includes({"hub/net/a.cpp", "#include <vector>\n#include \"wardlink/v1/wire.pb.h\"\n"}),
              IsEmpty());
}

TEST(OwnHeader, ComesFirst) {
  EXPECT_THAT(own_header_not_first({"hub/net/a.cpp", "#include \"hub/net/a.hpp\"\n"}, true), IsEmpty());
  EXPECT_THAT(own_header_not_first({"hub/net/a.cpp", "#include <map>\n#include \"hub/net/a.hpp\"\n"}, true), SizeIs(1));
  EXPECT_THAT(own_header_not_first({"hub/net/a.cpp", "#include <map>\n"}, false), IsEmpty());
}

TEST(Length, IsBounded) {
  EXPECT_THAT(overlong({"hub/net/a.cpp", std::string(500, '\n')}), IsEmpty());
  EXPECT_THAT(overlong({"hub/net/a.cpp", std::string(501, '\n')}), SizeIs(1));
}

TEST(Marks, AreFound) {
  for (const char* planted : {"// TO"
                              "DO",
                              "// FIX"
                              "ME",
                              "// X"
                              "XX",
                              "// HA"
                              "CK",
                              "TEST(A, DIS"
                              "ABLED_B)",
                              "GTEST_"
                              "SKIP();"}) {
    EXPECT_THAT(left_over_marks({"tests/unit/a.cpp", planted}), SizeIs(1)) << planted;
  }
  EXPECT_THAT(left_over_marks({"tests/unit/a.cpp", "mkdtemp(\"/tmp/a.XXXXXX\")"}), IsEmpty());
}

TEST(Marks, ALibraryPrintsNothing) {
  EXPECT_THAT(left_over_marks({"hub/net/a.cpp", "std::cout << x;"}), SizeIs(1));
  EXPECT_THAT(left_over_marks({"client/cli/a.cpp", "std::cout << x;"}), IsEmpty());
}

TEST(PrivateKeys, AreFoundInAnyFile) {
  const std::string begin = "-----BEGIN EC PRIVATE KEY-----";
  EXPECT_THAT(private_keys({"certs/a", begin + "\nMHcCAQEEIOhb"}), SizeIs(1));
  EXPECT_THAT(private_keys({"certs/a.cpp", begin + "\\nMHcCAQEEIOhb"}), SizeIs(1));
  EXPECT_THAT(private_keys({"certs/a.cpp", "grep -q '" + begin + "'"}), IsEmpty());
  EXPECT_THAT(private_keys({"certs/a", "-----BEGIN CERTIFICATE-----\nMHcCAQEEIOhb"}), IsEmpty());
}

}  // namespace
}  // namespace wardlink::tidy
