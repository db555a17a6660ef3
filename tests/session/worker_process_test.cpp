// The process alone, with programs that are everywhere instead of a worker.

#include "app/session/worker_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>

#include "app/session/worker_protocol.h"

namespace gmpscope::app {
namespace {

class WorkerProcessTest : public ::testing::Test {
 protected:
  WorkerProcess shell(const std::string& script) {
    auto started = WorkerProcess::start("/bin/sh", {"-c", script}, arena_.get());
    if (!started.ok()) throw std::runtime_error(started.error().text());
    return std::move(started).value();
  }
  static WorkerStatus waitFor(WorkerProcess& worker) {
    pollfd ended{.fd = worker.pidFd(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&ended, 1, 20'000), 1);
    const auto status = worker.status();
    EXPECT_TRUE(status.has_value());
    return status.value_or(WorkerStatus{});
  }

  Descriptor arena_{::memfd_create("arena", MFD_CLOEXEC)};
};

TEST_F(WorkerProcessTest, TellsExitCodesAndSignals) {
  auto exits = shell("exit 7");
  const auto code = waitFor(exits);
  EXPECT_FALSE(code.signalled);
  EXPECT_EQ(code.code, 7);
  EXPECT_EQ(exits.status()->code, 7);  // and again

  auto dies = shell("kill -SEGV $$");
  const auto signal = waitFor(dies);
  EXPECT_TRUE(signal.signalled);
  EXPECT_EQ(signal.code, SIGSEGV);
}

TEST_F(WorkerProcessTest, ReadsWhatItSaysAfterItsEndToo) {
  auto worker = shell("echo out; echo err >&2; exit 0");
  waitFor(worker);
  EXPECT_EQ(worker.readErrors(), "out\nerr\n");
  EXPECT_EQ(worker.readErrors(), "");
}

TEST_F(WorkerProcessTest, GivesNothingButWhatTheProtocolNames) {
  const Descriptor leak(::fcntl(arena_.get(), F_DUPFD, 100));  // without CLOEXEC, as another library may leave one
  // One by one: to list a folder would open it.
  auto worker =
      shell("n=0; while [ $n -lt 200 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n+1)); done; readlink /proc/$$/fd/3");
  waitFor(worker);
  EXPECT_EQ(worker.readErrors(), "0\n1\n2\n3\n4\n/memfd:arena (deleted)\n");
}

TEST_F(WorkerProcessTest, HasASocketToAskIt) {
  auto worker = shell("head -c 2 <&4");
  EXPECT_TRUE(worker.send(kWorkerGo));
  EXPECT_TRUE(worker.send(kWorkerStop));
  waitFor(worker);
  EXPECT_EQ(worker.readErrors(), "gs");
  EXPECT_FALSE(worker.send(kWorkerStop));  // nobody is there: no signal, no exception
}

TEST_F(WorkerProcessTest, KillsAndReapsWhatIsStillThereAtTheEnd) {
  pid_t pid = 0;
  {
    auto worker = shell("sleep 1000");
    pid = worker.pid();
    EXPECT_FALSE(worker.status().has_value());
    const WorkerProcess moved = std::move(worker);
    EXPECT_EQ(::kill(pid, 0), 0);
  }
  EXPECT_EQ(::waitpid(pid, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(WorkerProcessTest, SaysWhatCannotBeStarted) {
  const auto absent = WorkerProcess::start("/nonexistent/worker", {}, arena_.get());
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.error().text(), "/nonexistent/worker: No such file or directory");
}

TEST_F(WorkerProcessTest, TakesSignalsAsAFreshProcessDoes) {
  ::signal(SIGUSR1, SIG_IGN);
  auto worker = shell("kill -USR1 $$; exit 3");
  ::signal(SIGUSR1, SIG_DFL);
  const auto status = waitFor(worker);
  EXPECT_TRUE(status.signalled);
  EXPECT_EQ(status.code, SIGUSR1);
}

}  // namespace
}  // namespace gmpscope::app
