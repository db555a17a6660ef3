#include "core/workload/preset_library.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gmpscope::workload {
namespace {

namespace fs = std::filesystem;

class PresetLibrary : public testing::Test {
 protected:
  void SetUp() override {
    unsetenv("GMPSCOPE_DATA");
    folder_ = fs::path(testing::TempDir()) / ("gmpscope_library_" + std::to_string(getpid()));
    fs::create_directories(folder_ / "presets");
  }
  void TearDown() override {
    unsetenv("GMPSCOPE_DATA");
    fs::remove_all(folder_);
  }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / "presets" / name) << text; }
  static std::string preset(const std::string& id, int order) {
    return R"({"format": 1, "title": {"en": "t"}, "summary": {"en": "s"}, "description": {"en": "d"},
      "groups": [], "round": ["yield"], "id": ")" +
           id + "\", \"order\": " + std::to_string(order) + "}";
  }

  fs::path folder_;
};

TEST_F(PresetLibrary, HasTheFourOfTheFirstStorey) {
  const auto library = loadLibrary();
  ASSERT_TRUE(library.ok()) << library.error().text();
  std::vector<std::string> ids;
  for (const Preset& preset : library.value()) ids.push_back(preset.info.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"work-stealing", "ping-pong", "fan-out", "unequal"}));
}

bool hasCyrillic(const std::string& text) { return text.find('\xd0') != std::string::npos; }

TEST_F(PresetLibrary, SpeaksBothLanguages) {
  const auto library = loadLibrary();
  ASSERT_TRUE(library.ok());
  for (const Preset& preset : library.value()) {
    const PresetInfo& info = preset.info;
    std::vector<LocalText> texts{info.title, info.summary, info.description};
    for (const Parameter& parameter : info.parameters) texts.push_back(parameter.title);
    for (const LocalText& text : texts) {
      EXPECT_TRUE(hasCyrillic(text.ru)) << info.id << ": " << text.en;
      EXPECT_FALSE(hasCyrillic(text.en)) << info.id << ": " << text.en;
    }
    EXPECT_EQ(info.summary.en.find('\n'), std::string::npos);
    EXPECT_FALSE(info.parameters.empty());
  }
}

TEST_F(PresetLibrary, FindsByIdAndByFile) {
  const auto byId = findPreset("ping-pong");
  ASSERT_TRUE(byId.ok());
  EXPECT_EQ(byId.value().info.id, "ping-pong");
  const auto byFile = findPreset(byId.value().file);
  ASSERT_TRUE(byFile.ok());
  EXPECT_EQ(byFile.value().info.id, "ping-pong");
}

TEST_F(PresetLibrary, UnknownIdsAreToldWhatThereIs) {
  const auto preset = findPreset("pingpong");
  ASSERT_FALSE(preset.ok());
  EXPECT_EQ(preset.error().text(),
            "pingpong: expected a preset (work-stealing, ping-pong, fan-out, unequal) or a FILE.json");
  EXPECT_FALSE(findPreset("").ok());
  EXPECT_EQ(findPreset("missing.json").error().text(),
            "missing.json: expected a readable file: No such file or directory");
}

TEST_F(PresetLibrary, DataFolderComesFromTheEnvironment) {
  setenv("GMPSCOPE_DATA", folder_.c_str(), 1);
  EXPECT_FALSE(loadLibrary().ok()) << "an empty folder isn't silently replaced";
  write("b.json", preset("b", 1));
  write("a.json", preset("a", 2));
  write("notes.txt", "not a preset");
  const auto library = loadLibrary();
  ASSERT_TRUE(library.ok()) << library.error().text();
  ASSERT_EQ(library.value().size(), 2U);
  EXPECT_EQ(library.value()[0].info.id, "b");
  EXPECT_EQ(library.value()[1].info.id, "a");
}

TEST_F(PresetLibrary, AFileIsCalledAsItsPreset) {
  setenv("GMPSCOPE_DATA", folder_.c_str(), 1);
  write("a.json", preset("b", 1));
  const auto library = loadLibrary();
  ASSERT_FALSE(library.ok());
  EXPECT_EQ(library.error().expected, "expected the id \"a\", as the file's name");
}

}  // namespace
}  // namespace gmpscope::workload
