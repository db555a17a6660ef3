// Nothing is cut off, lies over something else or is hard to read, in both themes, languages and sizes.

#include <gtest/gtest.h>

#include <QQmlComponent>
#include <QQmlEngine>
#include <algorithm>

#include "core/base/message.h"
#include "tests/e2e/driver.h"
#include "tests/e2e/layout_walk.h"
#include "tests/e2e/pump.h"

namespace gmpscope::app {
namespace {

struct Look {
  QSize size;
  const char* theme;
  const char* language;
};

std::string nameOf(const Look& look) { return std::to_string(look.size.width()) + look.theme + look.language; }

void PrintTo(const Look& look, std::ostream* out) { *out << nameOf(look); }

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "\n  " + line;
  return text;
}

class Layout : public testing::TestWithParam<Look> {
 protected:
  void check(Driver& driver, const char* moment) {
    SCOPED_TRACE(moment);
    static_cast<void>(pumpSettled(driver.window()));
    const auto clipped = clippedTexts(driver.window());
    EXPECT_TRUE(clipped.empty()) << "cut off:" << joined(clipped);
    const auto over = overlaps(driver.window());
    EXPECT_TRUE(over.empty()) << "lie over each other:" << joined(over);
    const auto faint = faintTexts(driver.window(), driver.grab());
    EXPECT_TRUE(faint.empty()) << "hard to read:" << joined(faint);
  }
};

TEST_P(Layout, IsSound) {
  const Look& look = GetParam();
  Driver driver(look.size, look.theme, look.language);
  check(driver, "no run");
  ASSERT_TRUE(driver.runToTheEnd(0.3));
  check(driver, "ended, nothing selected");
  ASSERT_TRUE(driver.bench().view()->showFirstSteal());
  check(driver, "a steal explained");
  driver.click("detailsTab");
  check(driver, "details");
  driver.click("closeInspector");
  check(driver, "inspector closed");
  driver.window().setProperty("inspectorOpen", true);
  const double share = driver.timeline().height() / driver.window().height();
  EXPECT_GE(share, 0.45) << "the timeline's share of the height";
}

// Eyes that see nothing would find every window sound.
TEST(LayoutChecks, SeePlantedFaults) {
  Driver driver({1280, 720});
  QQmlComponent component(qmlEngine(&driver.window()));
  component.setData(R"(
    import QtQuick
    Rectangle {
      width: 400; height: 200; z: 100; color: "#202020"
      Text { objectName: "cut"; width: 40; text: "far too long for its place"; elide: Text.ElideRight; color: "white" }
      Text { objectName: "over"; y: 60; text: "one text"; color: "white" }
      Text { objectName: "under"; x: 10; y: 60; text: "another"; color: "white" }
      Text { objectName: "faint"; y: 120; text: "hardly to be read"; color: "#505050" }
    })",
                    {});
  auto* planted = qobject_cast<QQuickItem*>(component.create());
  ASSERT_NE(planted, nullptr) << component.errorString().toStdString();
  planted->setParentItem(driver.window().contentItem());
  pumpFor(100);
  const auto mentions = [](const std::vector<std::string>& lines, const char* name) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(name) != std::string::npos; });
  };
  EXPECT_TRUE(mentions(clippedTexts(driver.window()), "cut"));
  EXPECT_FALSE(mentions(clippedTexts(driver.window()), "faint"));
  EXPECT_TRUE(mentions(overlaps(driver.window()), "over"));
  EXPECT_TRUE(mentions(faintTexts(driver.window(), driver.grab()), "faint"));
  EXPECT_FALSE(mentions(faintTexts(driver.window(), driver.grab()), "under"));
  delete planted;
}

INSTANTIATE_TEST_SUITE_P(Looks, Layout,
                         testing::Values(Look{{1600, 900}, "dark", "en"}, Look{{1600, 900}, "light", "ru"},
                                         Look{{1280, 720}, "dark", "ru"}, Look{{1280, 720}, "light", "en"},
                                         Look{{1600, 900}, "dark", "ru"}, Look{{1280, 720}, "light", "ru"},
                                         Look{{1600, 900}, "light", "en"}, Look{{1280, 720}, "dark", "en"}),
                         [](const auto& of) { return nameOf(of.param); });

}  // namespace
}  // namespace gmpscope::app
