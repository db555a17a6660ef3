// Deadlines of reads and writes.

#include <gmp/gmp.hpp>

#include <atomic>
#include <chrono>
#include <system_error>
#include <vector>

#include "tests/runtime/net/net_support.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using trace::EventKind;

class NetDeadlines : public TracedRun {};
GMPSCOPE_WITH_PROCS(NetDeadlines);

TEST_P(NetDeadlines, AReadHasADeadline) {
  const RunRecord record = run([] {
    Pair pair = connectedPair();
    char c = 0;
    for (int i = 0; i < 3; ++i) {
      const auto until = Clock::now() + 5ms;
      pair.client.set_deadline(until);
      EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::timed_out);
      EXPECT_GE(Clock::now(), until);
    }
    // It stays passed, whatever has come.
    pair.server.write("x", 1);
    gmp::sleep_for(1ms);
    EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::timed_out);
    EXPECT_EQ(errorOf([&] { pair.client.write("x", 1); }), std::errc::timed_out);
    pair.client.set_deadline({});
    EXPECT_EQ(pair.client.read(&c, 1), 1U);
    EXPECT_EQ(c, 'x');
    pair.client.write("y", 1);
    EXPECT_EQ(pair.server.read(&c, 1), 1U);
  });
  EXPECT_GT(record.count(EventKind::TimerFire), 0U);
}

TEST_P(NetDeadlines, AWriteToAFullBufferHasADeadline) {
  run([] {
    Pair pair = connectedPair();
    const std::vector<char> much(16 << 20);
    pair.client.set_deadline(Clock::now() + 20ms);
    EXPECT_EQ(errorOf([&] {
                for (;;) pair.client.write(much.data(), much.size());
              }),
              std::errc::timed_out);
    gmp::Pipe pipe;
    pipe.writer().set_deadline(Clock::now() + 5ms);
    EXPECT_EQ(errorOf([&] { pipe.writer().write(much.data(), much.size()); }), std::errc::timed_out);
  });
}

TEST_P(NetDeadlines, APassedDeadlineIsAtOnceAndWakesWhoWaits) {
  run([] {
    Pair pair = connectedPair();
    for (const auto when : {Clock::now(), Clock::now() - 1h, gmp::time_point::min(), gmp::time_point(1ns)}) {
      pair.client.set_deadline({});
      gmp::WaitGroup group;
      group.go([&] {
        char c = 0;
        EXPECT_EQ(errorOf([&] { pair.client.read(&c, 1); }), std::errc::timed_out);
      });
      gmp::sleep_for(1ms);
      pair.client.set_deadline(when);
      group.wait();
    }
    pair.client.set_deadline(gmp::time_point::max());
    pair.server.write("x", 1);
    char c = 0;
    EXPECT_EQ(pair.client.read(&c, 1), 1U);
  });
}

// Set anew while somebody waits: the former one means nothing any more, neither when it comes nor if it has just come.
TEST_P(NetDeadlines, ADeadlineIsSetAnewWhileSomebodyWaits) {
  run([] {
    gmp::Pipe pipe;
    gmp::WaitGroup group;
    std::atomic<bool> read{false};
    pipe.reader().set_deadline(Clock::now() + 10s);
    group.go([&] {
      char c = 0;
      EXPECT_EQ(pipe.reader().read(&c, 1), 1U);
      read = true;
    });
    for (int i = 0; i < scaled(200); ++i) {
      pipe.reader().set_deadline(Clock::now() + 2s);
      if (i % 10 == 0) gmp::sleep_for(100us);
    }
    EXPECT_FALSE(read);
    pipe.reader().set_deadline({});
    pipe.writer().write("x", 1);
    group.wait();
    // Nearer than before.
    pipe.reader().set_deadline(Clock::now() + 1h);
    group.go([&] {
      char c = 0;
      EXPECT_EQ(errorOf([&] { pipe.reader().read(&c, 1); }), std::errc::timed_out);
    });
    gmp::sleep_for(1ms);
    pipe.reader().set_deadline(Clock::now() + 2ms);
    group.wait();
  });
}

// Deadlines that pass while they are set anew, and descriptors whose records are used again at once.
TEST_P(NetDeadlines, AStaleDeadlineTouchesNobody) {
  run([] {
    for (int i = 0; i < scaled(100); ++i) {
      {
        gmp::Pipe first;
        first.reader().set_deadline(Clock::now() + std::chrono::microseconds(i));
        if (i % 2 == 0) first.reader().close();
      }
      gmp::Pipe second;
      gmp::WaitGroup group;
      group.go([&] {
        char c = 0;
        EXPECT_EQ(second.reader().read(&c, 1), 1U);
      });
      gmp::sleep_for(100us);
      second.writer().write("x", 1);
      group.wait();
    }
  });
}

TEST_P(NetDeadlines, DatagramsHaveADeadline) {
  run([] {
    auto socket = gmp::UdpSocket::bind("127.0.0.1", 0);
    socket.set_deadline(Clock::now() + 5ms);
    char c = 0;
    EXPECT_EQ(errorOf([&] { socket.recv_from(&c, 1); }), std::errc::timed_out);
    socket.close();
    EXPECT_EQ(errorOf([&] { socket.set_deadline({}); }), std::errc::bad_file_descriptor);
  });
}

// A word that is served by the kernel for one descriptor must not wake the user of the next with that number.
}  // namespace
}  // namespace gmpscope::test
