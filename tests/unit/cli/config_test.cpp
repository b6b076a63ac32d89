#include "client/cli/config.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <fstream>
#include <map>

#include "client/cli/nearest.hpp"

namespace wardlink::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Environment environment(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

class ConfigTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "config-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { fs::remove_all(directory_); }

  fs::path write(const std::string& text, const std::string& name = "wardlink.toml") {
    const fs::path file = directory_ / name;
    std::ofstream(file) << text;
    return file;
  }

  fs::path directory_;
};

TEST_F(ConfigTest, FlagBeforeEnvironmentBeforeTheUsersFileBeforeTheMachines) {
  const auto machine =
      *read_config(write("hubs = ['m:1']\nidentity = '/m'\nlang = 'en'\ntimeout = '4s'\npassphrase_file = '/p'", "m"));
  const auto user = *read_config(write("hubs = ['u:1', 'u2:2']\nidentity = '/u'\nlang = 'vi'\ntimeout = '3s'", "u"));
  const auto env = read_environment(
      environment({{"WARDLINK_HUBS", "e:1, e2:2 e3"}, {"WARDLINK_IDENTITY", "/e"}, {"WARDLINK_TIMEOUT", ""}}));
  Layer flag;
  flag.origin = "flag";
  flag.identity = "/f";

  const auto settings = merge({flag, env, user, machine});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->identity.value, "/f");
  EXPECT_EQ(settings->identity.origin, "flag");
  ASSERT_EQ(settings->hubs.value.size(), 3U);
  EXPECT_EQ(settings->hubs.value[2], (link::Endpoint{"e3", 7443}));
  EXPECT_EQ(settings->timeout.value, 3s) << "an empty variable is none";
  EXPECT_EQ(settings->lang.value, Lang::vi);
  EXPECT_EQ(settings->passphrase_file.value, "/p");
  EXPECT_EQ(settings->passphrase_file.origin, machine.origin);
}

TEST_F(ConfigTest, Defaults) {
  const auto settings = merge({});
  ASSERT_TRUE(settings);
  EXPECT_TRUE(settings->hubs.value.empty());
  EXPECT_EQ(settings->timeout.value, 10s);
  EXPECT_EQ(settings->timeout.origin, "default");
  EXPECT_TRUE(settings->state.value.empty()) << "the default depends on the environment";
}

TEST_F(ConfigTest, AnUnknownKeyIsNamedWithTheNearestKnownOne) {
  for (const auto& [key, nearest] : {std::pair("hub", "hubs"), std::pair("identiy", "identity"),
                                     std::pair("passphrase", "passphrase_file"), std::pair("tiemout", "timeout")}) {
    const auto layer = read_config(write(std::string(key) + " = 'x'"));
    ASSERT_FALSE(layer);
    EXPECT_EQ(layer.error().key, key);
    EXPECT_EQ(layer.error().nearest, nearest);
    EXPECT_EQ(layer.error().origin, (directory_ / "wardlink.toml").string());
  }
}

TEST_F(ConfigTest, WrongValuesAreNamed) {
  EXPECT_EQ(read_config(write("hubs = 'one:1'")).error().key, "hubs");
  EXPECT_EQ(read_config(write("hubs = [1]")).error().key, "hubs");
  EXPECT_EQ(read_config(write("identity = 3")).error().key, "identity");
  EXPECT_NE(read_config(write("identity = ")).error().reason.find("line 1"), std::string::npos);
  EXPECT_FALSE(read_config(directory_ / "missing"));
  for (const auto& [text, key] : {std::pair("hubs = ['a:b']", "hubs"), std::pair("lang = 'fr'", "lang"),
                                  std::pair("timeout = 'soon'", "timeout")}) {
    const auto settings = merge({*read_config(write(text))});
    ASSERT_FALSE(settings) << text;
    EXPECT_EQ(settings.error().key, key);
  }
}

TEST_F(ConfigTest, PathsInAFileAreRelativeToIt) {
  const auto layer = read_config(write("identity = 'officer'\npassphrase_file = '/abs'"));
  ASSERT_TRUE(layer);
  EXPECT_EQ(layer->identity, (directory_ / "officer").string());
  EXPECT_EQ(layer->passphrase_file, "/abs");
}

TEST_F(ConfigTest, TheUsersFileIsFoundUnderXdgConfigHome) {
  fs::create_directory(directory_ / "wardlink");
  const auto file = write("", "wardlink/wardlink.toml");
  const auto files = config_files(environment({{"XDG_CONFIG_HOME", directory_.string()}, {"HOME", "/nowhere"}}));
  ASSERT_FALSE(files.empty());
  EXPECT_EQ(files.front(), file);
}

TEST(Lang, IsWhatWasSaidElseTheLocalesElseVietnamese) {
  const auto english = environment({{"LANG", "en_GB.UTF-8"}});
  EXPECT_EQ(choose_lang(Lang::vi, english), Lang::vi);
  EXPECT_EQ(choose_lang(std::nullopt, english), Lang::en);
  EXPECT_EQ(choose_lang(std::nullopt, environment({{"LC_ALL", "vi_VN"}, {"LANG", "en_GB"}})), Lang::vi);
  EXPECT_EQ(choose_lang(std::nullopt, environment({{"LANG", "C.UTF-8"}})), Lang::vi);
  EXPECT_EQ(choose_lang(std::nullopt, environment({})), Lang::vi);
}

TEST(Nearest, CountsTyposAndSwaps) {
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("hubs", "hubs"), 0U);
  EXPECT_EQ(edit_distance("hbus", "hubs"), 1U);
  EXPECT_EQ(edit_distance("hub", "hubs"), 1U);
  constexpr std::array<std::string_view, 3> known{"alpha", "beta", "gamma"};
  EXPECT_EQ(nearest("gama", known), "gamma");
  EXPECT_EQ(nearest("betta", known), "beta");
  EXPECT_EQ(nearest("x", {}), "");
}

}  // namespace
}  // namespace wardlink::cli
