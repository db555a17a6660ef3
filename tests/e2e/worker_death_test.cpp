// Whatever happens to the worker, the window says what.

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <random>

#include "tests/e2e/driver.h"
#include "tests/e2e/pump.h"

namespace gmpscope::app {
namespace {

int rounds() {
  return qEnvironmentVariableIntValue("GMPSCOPE_KILLS") > 0 ? qEnvironmentVariableIntValue("GMPSCOPE_KILLS") : 10;
}

TEST(WorkerDeath, KilledAtAnyMomentIsSaid) {
  Driver driver({1280, 720});
  const auto seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < rounds(); ++round) {
    driver.click("runButton");
    const int pid = driver.bench().run()->workerPid();
    ASSERT_GT(pid, 0);
    pumpFor(std::uniform_int_distribution(0, 400)(random));
    ASSERT_EQ(::kill(pid, SIGKILL), 0);
    ASSERT_TRUE(pumpUntil([&] { return !driver.bench().run()->live(); }, 20'000))
        << "round " << round << ", seed " << seed;
    pumpFor(50);
    EXPECT_TRUE(driver.bench().run()->failed());
    EXPECT_EQ(driver.text("modeWord"), QStringLiteral("ENDED"));
    ASSERT_NE(driver.item("endNotice"), nullptr);
    EXPECT_TRUE(driver.text("noticeSentence").contains(QStringLiteral("signal 9")))
        << driver.text("noticeSentence").toStdString();
  }
}

TEST(WorkerDeath, ClosingTheWindowEndsTheWorker) {
  int pid = 0;
  {
    Driver driver({1280, 720});
    driver.click("runButton");
    pid = driver.bench().run()->workerPid();
    ASSERT_GT(pid, 0);
    pumpFor(200);
    ASSERT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(WorkerDeath, AFileThatIsNoTraceIsSaid) {
  Driver driver({1280, 720});
  driver.bench().run()->open(QUrl::fromLocalFile(QStringLiteral("/etc/passwd")));
  ASSERT_TRUE(pumpUntil([&] { return !driver.bench().message().isEmpty(); }, 20'000));
  EXPECT_TRUE(driver.bench().messageIsError());
  EXPECT_TRUE(driver.text("statusText").contains(QStringLiteral("/etc/passwd")));
  EXPECT_NE(driver.item("noRun"), nullptr);
}

}  // namespace
}  // namespace gmpscope::app
