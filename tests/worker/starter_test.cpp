#include "app/worker/starter.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>

#include "app/session/worker_protocol.h"

namespace gmpscope::app {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class StarterTest : public testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    parent_ = Descriptor(ends[0]);
    starter_.emplace(ends[1]);
  }
  void send(char byte) { ASSERT_EQ(write(parent_.get(), &byte, 1), 1); }
  bool stoppedWithin(Clock::duration time) {
    const auto end = Clock::now() + time;
    while (!stop_.requested() && Clock::now() < end) std::this_thread::sleep_for(1ms);
    return stop_.requested();
  }

  Descriptor parent_;
  gmp::rt::Control control_;
  std::optional<Starter> starter_;
  workload::StopFlag stop_;
};

TEST_F(StarterTest, GoLetsItGo) {
  send(kWorkerGo);
  EXPECT_TRUE(starter_->waitForGo());
}

TEST_F(StarterTest, HangingUpBeforeGo) {
  parent_.reset();
  EXPECT_FALSE(starter_->waitForGo());
}

TEST_F(StarterTest, StopIsPassedOn) {
  starter_->watch(stop_, control_, 1h);
  EXPECT_FALSE(stoppedWithin(30ms));
  send(kWorkerStop);
  EXPECT_TRUE(stoppedWithin(10s));
}

TEST_F(StarterTest, TimeIsOver) {
  const auto begun = Clock::now();
  starter_->watch(stop_, control_, 50ms);
  EXPECT_TRUE(stoppedWithin(10s));
  EXPECT_GE(Clock::now() - begun, 50ms);
}

TEST_F(StarterTest, EndsAtOnceThoughNobodySaysSo) {
  starter_->watch(stop_, control_, 1h);
  const auto begun = Clock::now();
  starter_.reset();
  EXPECT_LT(Clock::now() - begun, 10s);
  EXPECT_FALSE(stop_.requested());
}

TEST_F(StarterTest, AHangUpRequestsStopAndSparesAProcessThatEnds) {
  starter_->watch(stop_, control_, 1h);
  parent_.reset();
  EXPECT_TRUE(stoppedWithin(10s));
  starter_.reset();
  std::this_thread::sleep_for(600ms);  // longer than its patience
}

TEST_F(StarterTest, AHangUpEndsAProcessThatDoesNot) {
  EXPECT_EXIT(
      {
        starter_->watch(stop_, control_, 1h);
        shutdown(parent_.get(), SHUT_RDWR);
        std::this_thread::sleep_for(60s);
      },
      testing::ExitedWithCode(kWorkerAbandoned), "has gone");
}

}  // namespace
}  // namespace gmpscope::app
