// Channels: what blocks, in which order values come, what closing does. After Go's chan_test.go.

#include <gmp/gmp.hpp>

#include <array>
#include <atomic>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

class ChanOps : public TracedRun {
 protected:
  static constexpr std::array<std::size_t, 5> kCapacities{0, 1, 2, 10, 100};
};
GMPSCOPE_WITH_PROCS(ChanOps);

// Gives others every chance to do what they must not do.
void letOthersRun() {
  for (int i = 0; i < 20; ++i) gmp::gosched();
}

TEST_P(ChanOps, ReceiveOnEmptyWaits) {
  for (const std::size_t capacity : kCapacities)
    run([capacity] {
      const gmp::Chan<int> chan(capacity);
      EXPECT_EQ(chan.capacity(), capacity);
      EXPECT_EQ(chan.size(), 0U);
      bool closed = true;
      EXPECT_EQ(chan.try_recv(&closed), std::nullopt);
      EXPECT_FALSE(closed);
      std::atomic<bool> received{false};
      gmp::WaitGroup group;
      group.go([&] {
        EXPECT_EQ(chan.recv(), 1);
        received = true;
      });
      letOthersRun();
      EXPECT_FALSE(received);
      chan.send(1);
      group.wait();
      EXPECT_TRUE(received);
    });
}

TEST_P(ChanOps, SendOnFullWaits) {
  for (const std::size_t capacity : kCapacities)
    run([capacity] {
      const gmp::Chan<std::size_t> chan(capacity);
      for (std::size_t i = 0; i < capacity; ++i) chan.send(i);
      EXPECT_EQ(chan.size(), capacity);
      std::size_t extra = capacity;
      EXPECT_FALSE(chan.try_send(extra));
      EXPECT_EQ(extra, capacity);
      std::atomic<bool> sent{false};
      gmp::WaitGroup group;
      group.go([&] {
        chan.send(capacity);
        sent = true;
      });
      letOthersRun();
      EXPECT_FALSE(sent);
      for (std::size_t i = 0; i <= capacity; ++i) EXPECT_EQ(chan.recv(), i);
      group.wait();
    });
}

TEST_P(ChanOps, GivesWhatIsLeftAfterClose) {
  run([] {
    for (const std::size_t capacity : kCapacities) {
      const gmp::Chan<std::size_t> chan(capacity);
      for (std::size_t i = 0; i < capacity; ++i) chan.send(i);
      chan.close();
      for (std::size_t i = 0; i < capacity; ++i) EXPECT_EQ(chan.recv(), i);
      EXPECT_EQ(chan.recv(), std::nullopt);
      bool closed = false;
      EXPECT_EQ(chan.try_recv(&closed), std::nullopt);
      EXPECT_TRUE(closed);
    }
  });
}

TEST_P(ChanOps, TryReceiveSaysClosedOnlyWhenDrained) {
  run([] {
    const gmp::Chan<int> chan(1);
    chan.send(1);
    chan.close();
    bool closed = true;
    EXPECT_EQ(chan.try_recv(&closed), 1);
    EXPECT_FALSE(closed);
  });
}

TEST_P(ChanOps, CloseWakesEveryReceiver) {
  for (const std::size_t capacity : kCapacities)
    run([capacity] {
      const gmp::Chan<int> chan(capacity);
      gmp::WaitGroup group;
      std::atomic<int> ended{0};
      for (int i = 0; i < 150; ++i)
        group.go([&] {
          if (!chan.recv()) ++ended;
        });
      letOthersRun();
      chan.close();
      group.wait();
      EXPECT_EQ(ended, 150);
    });
}

TEST_P(ChanOps, CloseThrowsInEveryWaitingSender) {
  run([] {
    const gmp::Chan<int> chan(0);
    gmp::WaitGroup group;
    std::atomic<int> refused{0};
    for (int i = 0; i < 20; ++i)
      group.go([&] {
        try {
          chan.send(1);
        } catch (const gmp::ChannelClosed& e) {
          EXPECT_NE(std::string(e.what()).find("closed"), std::string::npos);
          ++refused;
        }
      });
    letOthersRun();
    chan.close();
    group.wait();
    EXPECT_EQ(refused, 20);
  });
}

TEST_P(ChanOps, ClosedRefusesSendAndClose) {
  run([] {
    const gmp::Chan<int> chan(5);
    chan.close();
    int value = 1;
    EXPECT_THROW(chan.send(1), gmp::ChannelClosed);
    EXPECT_THROW((void)chan.try_send(value), gmp::ChannelClosed);
    EXPECT_THROW(chan.close(), gmp::ChannelClosed);
  });
}

TEST_P(ChanOps, NilNeverIsReady) {
  run([] {
    const gmp::Chan<int> nil;
    int value = 1;
    bool closed = true;
    EXPECT_FALSE(nil.try_send(value));
    EXPECT_EQ(nil.try_recv(&closed), std::nullopt);
    EXPECT_FALSE(closed);
    EXPECT_THROW(nil.close(), std::logic_error);
    EXPECT_EQ(nil.size(), 0U);
    EXPECT_EQ(nil.capacity(), 0U);
    EXPECT_EQ(nil, gmp::Chan<int>());
  });
}

TEST_P(ChanOps, CopiesShareTheChannel) {
  run([] {
    const gmp::Chan<int> a(1);
    gmp::Chan<int> b = a;
    b.send(1);
    EXPECT_EQ(a, b);
    EXPECT_EQ(a.recv(), 1);
    b = gmp::Chan<int>(1);
    EXPECT_FALSE(a == b);
  });
}

TEST_P(ChanOps, KeepsTheOrder) {
  for (const std::size_t capacity : kCapacities)
    run([capacity] {
      const gmp::Chan<int> chan(capacity);
      gmp::WaitGroup group;
      group.go([&chan] {
        for (int i = 0; i < 300; ++i) chan.send(i);
        chan.close();
      });
      int expected = 0;
      for (const int value : chan) EXPECT_EQ(value, expected++);
      EXPECT_EQ(expected, 300);
      group.wait();
    });
}

TEST_P(ChanOps, WaitingSendersAreServedInOrder) {
  const RunRecord record = run([] {
    const gmp::Chan<int> chan(0);
    gmp::WaitGroup group;
    for (int i = 0; i < 50; ++i) {
      group.go([&chan, i] { chan.send(i); });
      letOthersRun();  // with several Ps this doesn't prove that it waits, so the order is asked of one P only
    }
    std::vector<int> got;
    for (int i = 0; i < 50; ++i) got.push_back(chan.recv().value());
    EXPECT_TRUE(procs() > 1 || std::is_sorted(got.begin(), got.end()));
    EXPECT_EQ(std::accumulate(got.begin(), got.end(), 0), 49 * 50 / 2);
    group.wait();
  });
  EXPECT_TRUE(procs() > 1 || record.count(trace::EventKind::GBlock) >= 50U);
}

TEST_P(ChanOps, EachValueArrivesOnceFromEachSender) {
  constexpr int kValues = 500;
  for (const std::size_t capacity : kCapacities)
    run([capacity] {
      const gmp::Chan<int> chan(capacity);
      std::array<std::atomic<int>, kValues> seen{};
      gmp::WaitGroup senders, receivers;
      for (int s = 0; s < 4; ++s)
        senders.go([&chan] {
          for (int i = 0; i < kValues; ++i) chan.send(i);
        });
      for (int r = 0; r < 4; ++r)
        receivers.go([&] {
          for (const int value : chan) ++seen[static_cast<std::size_t>(value)];
        });
      senders.wait();
      chan.close();
      receivers.wait();
      for (const auto& times : seen) EXPECT_EQ(times, 4);
    });
}

// A value sits there while another goroutine closes: a try must find it or find the end, never "not ready".
TEST_P(ChanOps, TryReceiveRacingWithClose) {
  run([] {
    for (int i = 0; i < scaled(2000); ++i) {
      const gmp::Chan<int> chan(1);
      chan.send(1);
      std::atomic<int> found{0};
      gmp::WaitGroup group;
      group.go([&] {
        bool closed = false;
        if (chan.try_recv(&closed))
          ++found;
        else
          EXPECT_TRUE(closed);
      });
      chan.close();
      if (chan.try_recv()) ++found;
      group.wait();
      EXPECT_EQ(found, 1);
    }
  });
}

TEST_P(ChanOps, ManyConsumersGetEverything) {
  const int items = scaled(20'000);
  run([items] {
    const gmp::Chan<int> queue(7), results(11);
    gmp::WaitGroup workers;
    for (int w = 0; w < 23; ++w)
      workers.go([&queue, &results, w] {
        int n = w;
        for (const int value : queue) {
          if (++n % 5 == 0) gmp::gosched();
          results.send(value);
        }
      });
    gmp::go([&] {
      for (int i = 1; i <= items; ++i) queue.send(i);
      queue.close();
      workers.wait();
      results.close();
    });
    std::int64_t sum = 0;
    int count = 0;
    for (const int value : results) {
      sum += value;
      ++count;
    }
    EXPECT_EQ(count, items);
    EXPECT_EQ(sum, std::int64_t{items} * (items + 1) / 2);
    yieldWhile([&] { return gmp::num_goroutine() > 1; });
  });
}

TEST_P(ChanOps, APrimeSieveGivesThePrimes) {
  run([] {
    gmp::WaitGroup group;
    gmp::Chan<int> numbers(0);
    group.go([to = numbers] {
      for (int i = 2; i < 100; ++i) to.send(i);
      to.close();
    });
    std::vector<int> primes;
    while (const std::optional<int> prime = numbers.recv()) {
      primes.push_back(*prime);
      gmp::Chan<int> filtered(0);
      group.go([from = numbers, to = filtered, p = *prime] {
        for (const int n : from)
          if (n % p != 0) to.send(n);
        to.close();
      });
      numbers = filtered;
    }
    group.wait();
    EXPECT_EQ(primes, (std::vector<int>{2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37, 41,
                                        43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97}));
  });
}

TEST_P(ChanOps, AValuePassesALongChain) {
  const int length = scaled(10'000);
  run([length] {
    gmp::WaitGroup group;
    const gmp::Chan<int> first(0);
    gmp::Chan<int> last = first;
    for (int i = 0; i < length; ++i) {
      gmp::Chan<int> next(0);
      group.go([from = last, to = next] { to.send(from.recv().value() + 1); });
      last = next;
    }
    first.send(0);
    EXPECT_EQ(last.recv(), length);
    group.wait();
  });
}

// Whoever gets the value may end the channel's life at once.
TEST_P(ChanOps, MayBeDestroyedOnceReceived) {
  run([] {
    for (int i = 0; i < scaled(2000); ++i) {
      gmp::WaitGroup group;
      auto chan = std::make_unique<gmp::Chan<int>>(static_cast<std::size_t>(i % 2));
      group.go([&chan] { chan->send(1); });
      EXPECT_EQ(chan->recv(), 1);
      chan.reset();
      group.wait();
    }
  });
}

}  // namespace
}  // namespace gmpscope::test
