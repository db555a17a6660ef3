#include "app/worker/arguments.h"

#include <gtest/gtest.h>

namespace gmpscope::app {
namespace {

using Words = std::vector<std::string_view>;

Words good() { return {"--arena-fd", "3", "--socket-fd", "4", "--preset", "ping-pong"}; }

std::string errorOf(Words words) {
  const auto parsed = parseWorkerArguments(words);
  return parsed.ok() ? "no error" : parsed.error().text();
}

TEST(WorkerArguments, All) {
  Words words = good();
  words.insert(words.end(), {"--set", "a=1", "--gomaxprocs", "2", "--set", "b=2ms", "--seconds", "1.5", "--fault",
                             "hang", "--knob", "steal=off", "--knob", "slice=1ms"});
  const auto parsed = parseWorkerArguments(words);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text();
  EXPECT_EQ(parsed.value().arenaFd, 3);
  EXPECT_EQ(parsed.value().socketFd, 4);
  EXPECT_EQ(parsed.value().preset, "ping-pong");
  EXPECT_EQ(parsed.value().settings, (std::vector<std::string>{"a=1", "b=2ms"}));
  EXPECT_EQ(parsed.value().knobs, (std::vector<std::string>{"steal=off", "slice=1ms"}));
  EXPECT_EQ(parsed.value().gomaxprocs, 2);
  EXPECT_EQ(parsed.value().seconds, 1.5);
  EXPECT_EQ(parsed.value().fault, Fault::Hang);
}

TEST(WorkerArguments, WhatMayBeMissing) {
  const auto parsed = parseWorkerArguments(good());
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().gomaxprocs, 0);
  EXPECT_FALSE(parsed.value().seconds);
  EXPECT_EQ(parsed.value().fault, Fault::None);
}

TEST(WorkerArguments, Errors) {
  EXPECT_EQ(errorOf({}), "gmp-worker: --arena-fd: expected; gmpscope starts this program");
  EXPECT_EQ(errorOf({"--arena-fd", "3", "--socket-fd", "4"}),
            "gmp-worker: --preset: expected; gmpscope starts this program");
  EXPECT_EQ(errorOf({"--arena-fd"}), "gmp-worker: --arena-fd: expected a value after it");
  EXPECT_EQ(errorOf({"--arena-fd", "-1"}), "gmp-worker: --arena-fd -1: expected a number from 0 to 1000000");
  EXPECT_EQ(errorOf({"--gomaxprocs", "2x"}), "gmp-worker: --gomaxprocs 2x: expected a number from 0 to 4000");
  EXPECT_EQ(errorOf({"--seconds", "nan"}), "gmp-worker: --seconds nan: expected seconds from 0 to 1000000");
  EXPECT_EQ(errorOf({"--seconds", "-1"}), "gmp-worker: --seconds -1: expected seconds from 0 to 1000000");
  EXPECT_EQ(errorOf({"--fault", "fire"}), "gmp-worker: --fault fire: expected deadlock, panic, abort, segv or hang");
  EXPECT_EQ(
      errorOf({"--nob", "x"}),
      "gmp-worker: --nob x: expected --arena-fd, --socket-fd, --preset, --set, --knob, --gomaxprocs, --seconds or "
      "--fault");
}

}  // namespace
}  // namespace gmpscope::app
