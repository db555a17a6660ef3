// Who polls the network, whom that wakes, and when nobody must.

#include <gmp/gmp.hpp>

#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/runtime/api_call.h"
#include "core/runtime/m.h"
#include "core/runtime/sched.h"
#include "tests/runtime/net/net_support.h"
#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using gmp::rt::Direction;
using gmp::rt::Netpoll;
using gmp::rt::PollDesc;
using gmp::rt::PollResult;
using trace::EventKind;

class NetpollRun : public TracedRun {};
GMPSCOPE_WITH_PROCS(NetpollRun);

// Opens the run's poller.
void useNetwork(gmp::Pipe& pipe) { pipe.writer().wait_writable(); }

// A thread that does something after a while, from outside all goroutines.
class Later {
 public:
  explicit Later(std::function<void()> what)
      : thread_([what = std::move(what)] {
          std::this_thread::sleep_for(20ms);
          what();
        }) {}
  ~Later() { thread_.join(); }
  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;

 private:
  std::thread thread_;
};

TEST_P(NetpollRun, AWaitIsBrokenOffEachTime) {
  run([] {
    gmp::Pipe pipe;
    useNetwork(pipe);
    Netpoll& netpoll = poller();
    Netpoll::Events told;
    netpoll.waitFor(gmp::rt::monotonicNow(), told);  // that it may be written to
    const auto start = Clock::now();
    // Nobody waits for the network or a timer, so no M is in the poll.
    for (int i = 0; i < 4; ++i) {
      std::atomic<bool> over{false};
      std::thread waits([&] {
        Netpoll::Events events;
        netpoll.waitFor(gmp::rt::monotonicNow() + 10'000'000'000, events);
        EXPECT_EQ(events.count, 0);
        over = true;
      });
      if (i % 2 == 0) std::this_thread::sleep_for(10ms);  // or it comes before the wait
      netpoll.breakWait();
      if (i < 2) netpoll.breakWait();
      waits.join();
    }
    EXPECT_LT(Clock::now() - start, 5s);
  });
}

// With its one P in use, no M waits in the poll by itself.
class NetpollOfOneP : public TracedRun {};
GMPSCOPE_WITH_ONE_PROC(NetpollOfOneP);

// Who only has a look meanwhile doesn't take the break away from who waits.
TEST_P(NetpollOfOneP, AWaitIsBrokenOffWhileOthersLook) {
  run([] {
    gmp::Pipe pipe;
    useNetwork(pipe);
    gmp::WaitGroup group;
    group.go([&] { pipe.reader().wait_readable(); });
    waitForWaiters(1);  // else nobody looks
    Netpoll& netpoll = poller();
    const int rounds = scaled(20'000);
    std::atomic<int> begun{0};
    std::atomic<bool> over{false};
    std::thread waits([&] {
      Netpoll::Events events;
      const auto start = Clock::now();
      for (int i = 0; i < rounds && !over; ++i) {
        begun.store(i + 1);
        netpoll.waitFor(gmp::rt::monotonicNow() + 10'000'000'000, events);
      }
      EXPECT_LT(Clock::now() - start, 9s) << "a wait that was broken off went on";
      over = true;
    });
    std::thread looks([&] {
      Netpoll::Events events;
      while (!over) netpoll.tryPoll(events);
    });
    for (int i = 0; i < rounds; ++i) {
      while (begun.load() <= i && !over) {
      }
      netpoll.breakWait();
    }
    waits.join();
    looks.join();
    pipe.writer().write("x", 1);
    group.wait();
  });
}

TEST_P(NetpollRun, NobodyIsCountedAfterwards) {
  const RunRecord record = run([] {
    std::vector<gmp::Pipe> pipes(20);
    gmp::WaitGroup group;
    for (gmp::Pipe& pipe : pipes) group.go([&] { pipe.reader().wait_readable(); });
    waitForWaiters(20);
    EXPECT_EQ(poller().waiters(), 20U);
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (i % 2 == 0)
        pipes[i].writer().write("x", 1);
      else
        pipes[i].writer().close();
    }
    group.wait();
    // Who wakes them takes them off the count last of all.
    yieldWhile([&] { return poller().waiters() != 0; });
  });
  EXPECT_EQ(record.count(EventKind::GReadyLocal) + record.count(EventKind::GReadyGlobal), 20U);
}

// Two wait for one descriptor in one direction: that is a mistake of whoever built on the poller.
TEST_P(NetpollRun, OneWaitsPerDirection) {
  struct Owner : gmp::rt::PollOwner {
    void runEnded() noexcept override { ADD_FAILURE(); }
  } owner;
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
  run([&] {
    PollDesc* desc = nullptr;
    const auto waitTo = [&](Direction direction) {
      const gmp::rt::ApiCall call("test");
      return poller().wait(call.m(), *desc, direction);
    };
    {
      const gmp::rt::ApiCall call("test");
      ASSERT_EQ(poller().open(call.m(), ends[0], owner, desc), 0);
    }
    gmp::WaitGroup group;
    group.go([&] { EXPECT_EQ(waitTo(Direction::Read), PollResult::Closed); });
    waitForWaiters(1);
    EXPECT_THROW(waitTo(Direction::Read), std::logic_error);
    EXPECT_EQ(waitTo(Direction::Write), PollResult::Ready);  // there is room
    {
      const gmp::rt::ApiCall call("test");
      poller().evict(call.m(), *desc);
    }
    group.wait();
    const gmp::rt::ApiCall call("test");
    poller().close(*desc);
  });
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_P(NetpollRun, WhoWaitsForTheNetworkIsNotDead) {
  const RunRecord record = run([] {
    gmp::Pipe pipe;
    const Later later([fd = pipe.writer().fd()] { EXPECT_EQ(::write(fd, "x", 1), 1); });
    char c = 0;
    EXPECT_EQ(pipe.reader().read(&c, 1), 1U);
  });
  EXPECT_EQ(record.count(EventKind::Deadlock), 0U);
  EXPECT_GT(record.count(EventKind::MPollWait), 0U) << "no M has waited in the poll";
}

TEST_P(NetpollRun, AListenerThatNobodyAcceptsFromKeepsNothingAlive) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
    gmp::WaitGroup group;
    group.go([&] { EXPECT_THROW(static_cast<void>(listener.accept()), std::system_error); });
    waitForWaiters(1);
    listener.close();
    group.wait();
    static_cast<void>(gmp::Chan<int>().recv());
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("all goroutines are asleep - deadlock!"), std::string::npos) << said;
}

// What goroutines hold that are left is closed with the run.
TEST_P(NetpollRun, WhoIsLeftWaitingKeepsNoDescriptor) {
  runAnyhow([] {
    const auto listener = std::make_shared<gmp::TcpListener>(gmp::TcpListener::listen("127.0.0.1", 0));
    for (int i = 0; i < 3; ++i)
      gmp::go([listener] {
        for (;;) {
          gmp::go([stream = listener->accept()]() mutable {
            char c;
            stream.read(&c, 1);
            ADD_FAILURE() << "nobody wrote";
          });
        }
      });
    std::vector<gmp::TcpStream> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(gmp::TcpStream::connect("127.0.0.1", listener->port()));
    waitForWaiters(6);
    gmp::go([clients = std::move(clients)] { static_cast<void>(gmp::Chan<int>().recv()); });
    gmp::gosched();
  });
}

TEST_P(NetpollRun, WhatOutlivesItsRunIsClosed) {
  gmp::Pipe pipe;
  run([&] { pipe.writer().write("x", 1); });
  EXPECT_EQ(pipe.writer().fd(), -1);
  EXPECT_GE(pipe.reader().fd(), 0);  // not used in it
  run([&] {
    char c = 0;
    EXPECT_EQ(pipe.reader().read(&c, 1), 1U);
    EXPECT_EQ(c, 'x');
    EXPECT_EQ(pipe.reader().read(&c, 1), 0U);
    EXPECT_THROW(pipe.writer().write("x", 1), std::system_error);
  });
}

// An M that waits in the poll, for ever or until a far deadline, is called for a nearer one; otherwise this hangs.
TEST_P(NetpollRun, ANearerTimerBreaksTheWait) {
  run([] {
    gmp::Pipe pipe;
    gmp::WaitGroup group;
    group.go([&] {
      char c;
      EXPECT_EQ(pipe.reader().read(&c, 1), 0U);
    });
    for (int i = 0; i < scaled(100); ++i) gmp::sleep_for(500us);
    pipe.writer().close();
    group.wait();
  });
}

// An M that sleeps until a timer before there was any descriptor must listen to the network afterwards.
TEST_P(NetpollRun, WhoSleepsForATimerHearsOfTheFirstDescriptor) {
  runAnyhow([] {
    gmp::go([] { gmp::sleep_for(1h); });
    // On another P, if there is one, an M goes to sleep until then.
    for (int i = 0; i < 3; ++i) {
      gmp::gosched();
      std::this_thread::sleep_for(3ms);
    }
    gmp::Pipe pipe;
    const Later later([fd = pipe.writer().fd()] { EXPECT_EQ(::write(fd, "x", 1), 1); });
    pipe.reader().wait_readable();
  });
}

// All Ps are busy and their queues are never empty: only sysmon asks the network.
TEST_P(NetpollRun, SysmonPollsWhileAllAreBusy) {
  const RunRecord record = run([] {
    std::atomic<bool> over{false};
    gmp::Pipe pipe;
    gmp::WaitGroup group;
    gmp::Chan<int> begins(0);
    group.go([&] {
      begins.send(0);
      char c;
      EXPECT_EQ(pipe.reader().read(&c, 1), 1U);
      over = true;
    });
    static_cast<void>(begins.recv());
    waitForWaiters(1);
    for (int i = 0; i < 2 * procs(); ++i) group.go([&over] { yieldWhile([&] { return !over; }); });
    const Later later([fd = pipe.writer().fd()] { EXPECT_EQ(::write(fd, "x", 1), 1); });
    yieldWhile([&] { return !over; });
    group.wait();
  });
  const auto bySysmon = std::count_if(record.events.begin(), record.events.end(), [](const OrderedEvent& e) {
    return e.event.kind() == EventKind::MPoll && e.m.value == 1 && e.event.a == 1;
  });
  // With several Ps one may have found all queues empty for a moment, and polled itself.
  if (procs() == 1) {
    EXPECT_EQ(bySysmon, 1);
  }
}

TEST_P(NetpollRun, SpinnersDontKeepTheNetworkAway) {
  if (kThreadSanitizer) GTEST_SKIP() << "no preemption there";
  run([] {
    std::atomic<bool> over{false};
    gmp::Pipe pipe;
    gmp::WaitGroup group;
    group.go([&] {
      char c;
      EXPECT_EQ(pipe.reader().read(&c, 1), 1U);
      over = true;
    });
    waitForWaiters(1);
    for (int i = 0; i < 2 * procs(); ++i)
      group.go([&over] {
        while (!over) {
        }
      });
    const Later later([fd = pipe.writer().fd()] { EXPECT_EQ(::write(fd, "x", 1), 1); });
    while (!over) {
    }
    group.wait();
  });
}

// Of a batch the last event comes first, as in Go.
TEST_P(NetpollRun, ABatchIsTurnedAround) {
  if (procs() > 1) return;  // who runs when is known with one P only
  constexpr std::uint32_t kPipes = 100;
  const RunRecord record = run([] {
    std::vector<gmp::Pipe> pipes(kPipes);
    gmp::WaitGroup group;
    for (gmp::Pipe& pipe : pipes) {
      group.go([&pipe] { pipe.reader().wait_readable(); });
      gmp::gosched();
    }
    waitForWaiters(kPipes);
    for (gmp::Pipe& pipe : pipes) EXPECT_EQ(::write(pipe.writer().fd(), "x", 1), 1);
    group.wait();
  });
  // Records are given out in order, so slots tell who waited for which pipe.
  std::map<std::uint32_t, std::vector<std::uint32_t>> batches;  // by who polls, since sysmon may at the same time
  std::uint32_t woken = 0;
  for (const OrderedEvent& e : record.events) {
    std::vector<std::uint32_t>& batch = batches[e.m.value];
    if (e.event.kind() == EventKind::GReadyLocal || e.event.kind() == EventKind::GReadyGlobal)
      batch.push_back(e.event.g);
    if (e.event.kind() != EventKind::MPoll) continue;
    EXPECT_EQ(e.event.a, batch.size());
    EXPECT_TRUE(std::is_sorted(batch.rbegin(), batch.rend()));
    woken += e.event.a;
    batch.clear();
  }
  EXPECT_EQ(woken, kPipes);
}

// Idle Ps are woken for work although an M waits in the poll.
TEST_P(NetpollRun, IdlePsAreWokenWhileOneWaitsInThePoll) {
  run([] {
    auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
    gmp::WaitGroup group;
    group.go([&] { EXPECT_THROW(static_cast<void>(listener.accept()), std::system_error); });
    for (int tries = 0; tries < scaled(20); ++tries) {
      // Each waits busily for its turn: if any had no thread of its own, none would go on.
      std::atomic<int> turn{0};
      gmp::WaitGroup all;
      for (int me = 0; me < procs(); ++me)
        all.go([&turn, me] {
          for (int round = 0; round < 3; ++round) {
            while (turn != round * procs() + me) ::sched_yield();
            ++turn;
          }
        });
      all.wait();
      if (tries % 4 == 0) gmp::sleep_for(1ms);
    }
    listener.close();
    group.wait();
  });
}

TEST(Netpoll, RunsAtOnceHaveEachItsOwn) {
  const ProcessState before = ProcessState::now();
  const auto echo = [] {
    EXPECT_EQ(gmp::run({.gomaxprocs = 2},
                       [] {
                         auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
                         gmp::WaitGroup group;
                         for (int i = 0; i < 10; ++i) {
                           group.go([&] {
                             auto stream = gmp::TcpStream::connect("127.0.0.1", listener.port());
                             char c = 'A';
                             for (int k = 0; k < 50; ++k) {
                               stream.write(&c, 1);
                               EXPECT_EQ(stream.read(&c, 1), 1U);
                             }
                             EXPECT_EQ(c, 'A' + 50);
                           });
                           group.go([stream = listener.accept()]() mutable {
                             char c;
                             while (stream.read(&c, 1) == 1) {
                               ++c;
                               stream.write(&c, 1);
                             }
                           });
                         }
                         group.wait();
                         // Those that accepted still hold their streams.
                         while (gmp::num_goroutine() > 1) gmp::sleep_for(std::chrono::microseconds(100));
                       }),
              0);
  };
  for (int i = 0; i < 5; ++i) {
    std::thread other(echo);
    echo();
    other.join();
  }
  expectBackTo(before);
}

}  // namespace
}  // namespace gmpscope::test
