// The real gmp-worker, started as the window does it.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/session/worker_protocol.h"
#include "core/base/descriptor.h"
#include "core/trace/writer/arena.h"

namespace gmpscope::app {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class WorkerProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    auto arena = trace::Arena::createShared(16U << 20);
    ASSERT_TRUE(arena.ok()) << arena.error().text();
    arena_.emplace(std::move(arena).value());
    report_ = testing::TempDir() + "gmp_worker_" + std::to_string(getpid()) + ".txt";
  }
  void TearDown() override {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    unlink(report_.c_str());
  }

  void start(std::vector<std::string> arguments) {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    socket_ = Descriptor(ends[0]);
    const Descriptor theirs(ends[1]);
    // Above those that the worker is to see, so that no copy overwrites another.
    const Descriptor arena(fcntl(arena_->fd(), F_DUPFD_CLOEXEC, 64));
    const Descriptor socket(fcntl(theirs.get(), F_DUPFD_CLOEXEC, 64));

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, report_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, arena.get(), kWorkerArenaFd);
    posix_spawn_file_actions_adddup2(&actions, socket.get(), kWorkerSocketFd);

    std::vector<std::string> words{GMPSCOPE_WORKER_PROGRAM, "--arena-fd", std::to_string(kWorkerArenaFd), "--socket-fd",
                                   std::to_string(kWorkerSocketFd)};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    // The sanitizers would turn a crash into an exit.
    std::string asan = "ASAN_OPTIONS=handle_segv=0:handle_abort=0:detect_leaks=0";
    std::string tsan = "TSAN_OPTIONS=handle_segv=0:handle_abort=0";
    std::string ubsan = "UBSAN_OPTIONS=handle_segv=0:handle_abort=0";
    std::vector<char*> environment{asan.data(), tsan.data(), ubsan.data(), nullptr};
    ASSERT_EQ(posix_spawn(&pid_, GMPSCOPE_WORKER_PROGRAM, &actions, nullptr, argv.data(), environment.data()), 0);
    posix_spawn_file_actions_destroy(&actions);
  }

  void send(char byte) { ASSERT_EQ(::send(socket_.get(), &byte, 1, MSG_NOSIGNAL), 1); }

  // Its status as waitpid gives it, or -1 if it still runs after `time`.
  int ended(Clock::duration time = 20s) {
    const auto end = Clock::now() + time;
    int status = -1;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
      if (Clock::now() > end) return -1;
      std::this_thread::sleep_for(2ms);
    }
    pid_ = 0;
    return status;
  }
  void expectExit(int code) {
    const int status = ended();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == code) << "status " << status << ": " << report();
  }
  void expectSignal(int signal) {
    const int status = ended();
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << "status " << status << ": " << report();
  }

  [[nodiscard]] std::string report() const {
    std::ifstream file(report_);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::uint32_t ms() const { return arena_->header().mCount.load(); }
  // Events in the first chunk of the first M: enough to see that there are any.
  [[nodiscard]] std::uint32_t published() const {
    if (ms() == 0) return 0;
    const std::uint32_t first = arena_->slot(0).firstChunk.load();
    return first == 0 ? 0 : arena_->chunk(first - 1).header.published.load();
  }

  std::optional<trace::Arena> arena_;
  Descriptor socket_;
  pid_t pid_ = 0;
  std::string report_;
};

TEST_F(WorkerProcessTest, WaitsForGoThenRunsItsTimeAndEnds) {
  start({"--preset", "work-stealing", "--gomaxprocs", "2", "--seconds", "0.2"});
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(ms(), 0U) << "nothing may start before go";
  const auto begun = Clock::now();
  send(kWorkerGo);
  expectExit(kWorkerDone);
  EXPECT_GE(Clock::now() - begun, 200ms);
  EXPECT_GE(ms(), 2U);
  EXPECT_GT(published(), 100U);
  EXPECT_EQ(report(), "");
}

TEST_F(WorkerProcessTest, EndsWhenAskedTo) {
  start({"--preset", "ping-pong", "--seconds", "1000"});
  send(kWorkerGo);
  std::this_thread::sleep_for(100ms);
  send(kWorkerStop);
  expectExit(kWorkerDone);
}

TEST_F(WorkerProcessTest, TakesSettings) {
  start({"--preset", "unequal", "--set", "long=1", "--set", "long-work=2ms", "--seconds", "0.05"});
  send(kWorkerGo);
  expectExit(kWorkerDone);
}

TEST_F(WorkerProcessTest, BadUsageIsOneLine) {
  start({"--preset", "unequal", "--set", "long=1000"});
  expectExit(kWorkerBadUsage);
  EXPECT_EQ(report(), "gmpscope: --set long=1000: expected a whole number from 0 to 64\n");
}

TEST_F(WorkerProcessTest, EndsWithItsStarter) {
  start({"--preset", "fan-out", "--seconds", "1000"});
  socket_.reset();  // before go
  expectExit(kWorkerAbandoned);

  start({"--preset", "fan-out", "--seconds", "1000"});
  send(kWorkerGo);
  std::this_thread::sleep_for(100ms);
  socket_.reset();
  expectExit(kWorkerDone);

  start({"--preset", "fan-out", "--seconds", "1000", "--fault", "hang"});
  send(kWorkerGo);
  std::this_thread::sleep_for(200ms);
  socket_.reset();
  expectExit(kWorkerAbandoned);
}

TEST_F(WorkerProcessTest, Deadlock) {
  start({"--preset", "fan-out", "--fault", "deadlock"});
  send(kWorkerGo);
  expectExit(kWorkerFailed);
  EXPECT_NE(report().find("all goroutines are asleep - deadlock!"), std::string::npos) << report();
}

TEST_F(WorkerProcessTest, Panic) {
  start({"--preset", "fan-out", "--fault", "panic"});
  send(kWorkerGo);
  expectExit(kWorkerFailed);
  EXPECT_NE(report().find("this panic was asked for"), std::string::npos) << report();
  EXPECT_NE(report().find("fault"), std::string::npos) << report();
}

TEST_F(WorkerProcessTest, Abort) {
  start({"--preset", "fan-out", "--fault", "abort"});
  send(kWorkerGo);
  expectSignal(SIGABRT);
  EXPECT_GT(published(), 0U) << "what was written before is still there";
}

TEST_F(WorkerProcessTest, Segv) {
  start({"--preset", "fan-out", "--fault", "segv"});
  send(kWorkerGo);
  expectSignal(SIGSEGV);
  EXPECT_GT(published(), 0U);
}

TEST_F(WorkerProcessTest, AHangIsDeafToStop) {
  start({"--preset", "fan-out", "--gomaxprocs", "1", "--seconds", "0.2", "--fault", "hang"});
  send(kWorkerGo);
  std::this_thread::sleep_for(100ms);
  send(kWorkerStop);
  EXPECT_EQ(ended(700ms), -1) << report();
  kill(pid_, SIGKILL);
  expectSignal(SIGKILL);
  EXPECT_GT(published(), 0U);
}

}  // namespace
}  // namespace gmpscope::app
