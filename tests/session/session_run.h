#pragma once
// The fixture of tests that run sessions with the real worker. None may be left behind.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include "app/session/check_trace.h"
#include "app/session/session.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope::app {

class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override { ::setenv("GMPSCOPE_WORKER", test::builtProgram("gmp-worker").c_str(), 1); }
  void TearDown() override { expectNoChildren(); }

  static void expectNoChildren() {
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a worker was left behind";
    EXPECT_EQ(errno, ECHILD);
  }

  [[nodiscard]] RunRequest request(double seconds = 0.1) const {
    return {.preset = "work-stealing",
            .settings = {"work=100us"},
            .gomaxprocs = 2,
            .seconds = seconds,
            .out = folder_.file("t.gmps")};
  }
  static std::unique_ptr<Session> start(const RunRequest& request) {
    auto started = Session::run(request);
    if (!started.ok()) throw std::runtime_error(started.error().text());
    return std::move(started).value();
  }

  // What was seen live must be what the file tells; and it must hold to the rules.
  static void expectSoundFile(const Session& session, const std::string& file) {
    const auto checked = checkTrace(file);
    ASSERT_TRUE(checked.ok()) << checked.error().text();
    EXPECT_EQ(checked.value().warning, "");
    EXPECT_EQ(checked.value().violationCount, 0U) << checked.value().violations.front().what;
    EXPECT_EQ(checked.value().events, session.model().counters().events);
    const auto opened = Session::open(file);
    ASSERT_TRUE(opened.ok());
    const auto& again = opened.value()->model();
    EXPECT_EQ(again.end().reason, session.model().end().reason);
    EXPECT_EQ(again.end().code, session.model().end().code);
    EXPECT_EQ(again.end().text, session.model().end().text);
    EXPECT_EQ(again.counters().created, session.model().counters().created);
    EXPECT_EQ(again.counters().stealsGot, session.model().counters().stealsGot);
    EXPECT_EQ(again.run().preset, session.model().run().preset);
    EXPECT_EQ(again.run().startTicks, session.model().run().startTicks);
    EXPECT_FALSE(opened.value()->live());
    EXPECT_EQ(opened.value()->workerPid(), 0);
  }

  test::ScratchFolder folder_;
};

}  // namespace gmpscope::app
