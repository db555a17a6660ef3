// Select under contention: exactly one case runs, nothing is lost or doubled, nobody is favoured.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using gmp::on_recv;
using gmp::on_send;
using gmp::otherwise;
using gmp::select;

class SelectRace : public TracedRun {};
GMPSCOPE_WITH_PROCS(SelectRace);

// `hits` of `trials` lie within 10 standard deviations of what `chance` gives.
void expectFair(int hits, int trials, double chance) {
  const double deviation = std::sqrt(trials * chance * (1 - chance));
  EXPECT_NEAR(hits, trials * chance, 10 * deviation);
}

TEST_P(SelectRace, TheChoiceIsFair) {
  run([] {
    const int trials = scaled(10'000);
    const gmp::Chan<int> a(0), b(0), never(0), full(0);
    gmp::Chan<int> done(0);
    gmp::WaitGroup group;
    for (const gmp::Chan<int>& chan : {a, b})
      group.go([chan, &done] {
        while (select(on_send(chan, 1), on_recv(done)) == 0) {
        }
      });
    std::array<int, 4> hits{};
    // Only when both senders wait is it a choice.
    for (int i = 0; i < trials; ++i) {
      gmp::gosched();
      ++hits[select(on_recv(a), on_recv(b), on_send(full, 1), on_recv(never))];
    }
    done.close();
    group.wait();
    EXPECT_EQ(hits[2] + hits[3], 0);
    if (procs() == 1) expectFair(hits[0], trials, 0.5);
    EXPECT_EQ(hits[0] + hits[1], trials);
  });
}

TEST_P(SelectRace, TheChoiceIsUniform) {
  run([] {
    const int trials = scaled(20'000);
    for (const std::size_t count : {2U, 3U, 5U, 12U}) {
      const gmp::Chan<int> ready(0), never(0);
      ready.close();
      std::vector<gmp::SelectCase> cases;
      for (std::size_t i = 0; i < count; ++i) {
        cases.emplace_back(on_recv(ready));
        cases.emplace_back(on_recv(never));
      }
      std::vector<int> hits(2 * count);
      for (int i = 0; i < trials; ++i) ++hits[select(cases)];
      for (std::size_t i = 0; i < count; ++i) {
        expectFair(hits[2 * i], trials, 1.0 / static_cast<double>(count));
        EXPECT_EQ(hits[2 * i + 1], 0);
      }
    }
  });
}

TEST_P(SelectRace, ARandomBitFromTwoSends) {
  for (const std::size_t capacity : {0U, 100U})
    run([capacity] {
      const gmp::Chan<int> chan(capacity);
      gmp::WaitGroup group;
      std::array<int, 2> got{};
      group.go([&] {
        for (int i = 0; i < 100; ++i) {
          gmp::gosched();
          ++got[static_cast<std::size_t>(chan.recv().value())];
        }
      });
      for (int i = 0; i < 100; ++i) select(on_send(chan, 0), on_send(chan, 1));
      group.wait();
      EXPECT_GT(got[0], 10);
      EXPECT_GT(got[1], 10);
    });
}

// Both send or receive on one channel: without a buffer nobody gets what it sent itself.
TEST_P(SelectRace, NobodyMeetsItself) {
  for (const std::size_t capacity : {0U, 10U})
    run([capacity] {
      const gmp::Chan<int> chan(capacity);
      gmp::WaitGroup group;
      for (int self = 0; self < 2; ++self)
        group.go([&, self] {
          for (int i = 0; i < scaled(1000); ++i) {
            const auto received = [&](std::optional<int> v) { EXPECT_TRUE(capacity > 0 || v != self); };
            if ((self + i) % 2 == 0)
              select(on_recv(chan, received), on_send(chan, self));
            else
              select(on_send(chan, self), on_recv(chan, received));
          }
        });
      // The last one may find nobody.
      group.go([&] {
        for (int i = 0; i < 100'000 && gmp::num_goroutine() > 2; ++i) {
          select(on_recv(chan), otherwise());
          gmp::gosched();
        }
        for (; gmp::num_goroutine() > 2; gmp::gosched()) (void)chan.try_recv();
      });
      group.wait();
    });
}

// Four channels, each with a plain sender and receiver, and a sender and a receiver that use all four at once.
TEST_P(SelectRace, PlainAndSelectingSidesMeet) {
  run([] {
    const int each = scaled(5000);
    std::array<gmp::Chan<int>, 4> chans{gmp::Chan<int>(0), gmp::Chan<int>(0), gmp::Chan<int>(2), gmp::Chan<int>(3)};
    gmp::WaitGroup group;
    for (const gmp::Chan<int>& chan : chans) {
      group.go([&chan, each] {
        for (int i = 0; i < each; ++i) chan.send(0);
      });
      group.go([&chan, each] {
        for (int i = 0; i < each; ++i) EXPECT_TRUE(chan.recv().has_value());
      });
    }
    const auto allFour = [&chans, each](bool sends) {
      std::array<int, 4> left;
      left.fill(each);
      auto open = chans;
      for (int i = 0; i < 4 * each; ++i) {
        const std::size_t at =
            sends ? select(on_send(open[3], 0), on_send(open[2], 0), on_send(open[0], 0), on_send(open[1], 0))
                  : select(on_recv(open[0]), on_recv(open[1]), on_recv(open[2]), on_recv(open[3]));
        const std::size_t chan = sends ? (std::array<std::size_t, 4>{3, 2, 0, 1})[at] : at;
        if (--left[chan] == 0) open[chan] = gmp::Chan<int>();
      }
    };
    group.go([&allFour] { allFour(true); });
    group.go([&allFour] { allFour(false); });
    group.wait();
    for (const gmp::Chan<int>& chan : chans) EXPECT_EQ(chan.size(), 0U);
  });
}

// At every moment one of the two channels can be received from, so there is no moment for otherwise.
TEST_P(SelectRace, OtherwiseOnlyIfNothingWasReady) {
  run([] {
    for (int i = 0; i < scaled(3000); ++i) {
      const gmp::Chan<int> first(1), second(1);
      gmp::WaitGroup group;
      std::atomic<bool> missed{false};
      first.send(1);
      group.go([&] {
        if (select(on_recv(first), on_recv(second), otherwise()) == 2) missed = true;
      });
      if (i % 2 == 0)
        second.send(1);
      else
        second.close();
      select(on_recv(first), otherwise());
      group.wait();
      ASSERT_FALSE(missed) << i;
    }
  });
}

// Two cases of a select never both run: of what the selecting sender sends each number arrives once.
TEST_P(SelectRace, NoCaseRunsBesideAnother) {
  run([] {
    const int numbers = scaled(10'000);
    std::array<gmp::Chan<int>, 4> chans{gmp::Chan<int>(0), gmp::Chan<int>(0), gmp::Chan<int>(0), gmp::Chan<int>(0)};
    std::vector<std::atomic<int>> seen(static_cast<std::size_t>(numbers));
    gmp::WaitGroup senders, receivers;
    senders.go([&] {
      for (int i = 0; i < numbers; ++i)
        select(on_send(chans[0], i), on_send(chans[1], i), on_send(chans[2], i), on_send(chans[3], i));
    });
    for (const gmp::Chan<int>& chan : chans)
      receivers.go([&] {
        for (const int n : chan) ++seen[static_cast<std::size_t>(n)];
      });
    senders.wait();
    for (const gmp::Chan<int>& chan : chans) chan.close();
    receivers.wait();
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& times) { return times == 1; }));
  });
}

// Those who lost leave lists in which others stand before and behind them.
TEST_P(SelectRace, LosersLeaveTheLinesIntact) {
  run([] {
    const gmp::Chan<bool> a(0), b(0), quit(0);
    gmp::WaitGroup group;
    for (int i = 0; i < 30; ++i)
      group.go([&, i] {
        for (bool over = false; !over;) {
          const auto given = [&over](std::optional<bool> v) { over = !v.has_value(); };
          if (i % 3 == 0)
            over = !a.recv();
          else if (i % 3 == 1)
            select(on_recv(a, given), on_recv(b, given), on_recv(quit));
          else
            select(on_recv(b, given), on_recv(quit), on_recv(a, given));
        }
      });
    for (int i = 0; i < scaled(6000); ++i) {
      (i % 2 == 0 ? a : b).send(true);
      if (i % 7 == 0) select(on_send(quit, true), otherwise());
    }
    a.close();
    b.close();
    quit.close();
    group.wait();
  });
}

// Requests with a channel for the answer in them, thousands under way at once; each answer is the right one.
void requests(bool withSelect) {
  struct Request {
    std::unique_ptr<std::array<std::uint64_t, 4>> data;
    gmp::Chan<std::unique_ptr<std::uint64_t>> answer;
  };
  const int count = scaled(3000);
  const gmp::Chan<Request> in(100);
  const gmp::Chan<bool> never(0);
  gmp::WaitGroup askers, server;
  server.go([&] {
    for (Request& request : in) {
      auto sum = std::make_unique<std::uint64_t>(0);
      for (const std::uint64_t n : *request.data) *sum += n;
      if (withSelect)
        EXPECT_EQ(select(on_send(request.answer, std::move(sum)), on_recv(never)), 0U);
      else
        request.answer.send(std::move(sum));
    }
  });
  for (int i = 0; i < count; ++i)
    askers.go([&in, i] {
      const auto n = static_cast<std::uint64_t>(i);
      const gmp::Chan<std::unique_ptr<std::uint64_t>> answer(0);
      in.send({std::make_unique<std::array<std::uint64_t, 4>>(std::array<std::uint64_t, 4>{n, n + 1, n + 2, n + 3}),
               answer});
      const auto sum = answer.recv();
      EXPECT_EQ(**sum, 4 * n + 6);
    });
  askers.wait();
  in.close();
  server.wait();
}
TEST_P(SelectRace, AnswersArriveIntact) {
  run([] { requests(false); });
}
TEST_P(SelectRace, SelectedAnswersArriveIntact) {
  run([] { requests(true); });
}

// Many wait on one channel and one of their own: those who go on leave the long line, whoever stands where in it.
TEST_P(SelectRace, ALongLineIsLeftFromAnywhere) {
  run([] {
    const std::size_t count = static_cast<std::size_t>(scaled(3000));
    const gmp::Chan<int> common(0);
    std::vector<gmp::Chan<int>> own;
    for (std::size_t i = 0; i < count; ++i) own.emplace_back(0);
    gmp::WaitGroup group;
    std::atomic<int> byOwn{0}, byCommon{0};
    for (std::size_t i = 0; i < count; ++i)
      group.go([&, i] { ++(select(on_recv(common), on_recv(own[i])) == 0 ? byCommon : byOwn); });
    for (std::size_t i = 0; i < count; i += 2) own[(i * 7919) % count / 2 * 2].close();
    for (int i = 0; i < 50; ++i) common.send(1);
    common.close();
    group.wait();
    EXPECT_EQ(byOwn + byCommon, static_cast<int>(count));
    EXPECT_GE(byCommon, 50);
  });
}

// Cases that can always go on don't keep a timer's from being seen.
TEST_P(SelectRace, ATimerIsSeenBesideBusyCases) {
  run([] {
    const gmp::Chan<int> busy(0), done(0);
    gmp::WaitGroup group;
    for (int i = 0; i < 2; ++i)
      group.go([&] {
        while (select(on_send(busy, 1), on_recv(done)) == 0) {
        }
      });
    const auto timer = gmp::after(5ms);
    const auto begin = std::chrono::steady_clock::now();
    while (select(on_recv(busy), on_recv(timer)) == 0) {
    }
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 4ms);
    done.close();
    group.wait();
  });
}

TEST_P(SelectRace, TimersWakeIt) {
  run([] {
    const gmp::Chan<int> never(0);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(select(on_recv(gmp::after(1h)), on_recv(never), on_recv(gmp::after(2ms))), 2U);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 2ms);
    const gmp::Ticker ticker(200us);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(select(on_recv(never), on_recv(ticker.c())), 1U);
    const auto past = gmp::after(0ns);
    EXPECT_EQ(select(on_recv(never), on_recv(past), otherwise()), 1U);
    EXPECT_EQ(select(on_recv(past), otherwise()), 1U);
  });
}

// A timer whose case lost is waited for no more: what is left is a deadlock.
TEST_P(SelectRace, ATimerThatLostIsLeft) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    const gmp::Chan<int> chan(0), never(0);
    const auto hour = gmp::after(1h);
    gmp::go([&chan] { chan.send(1); });
    EXPECT_EQ(select(on_recv(hour), on_recv(chan), on_recv(hour)), 1U);
    select(on_recv(chan), on_recv(never));
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_NE(said.find("goroutine 1 [select]:"), std::string::npos) << said;
}

// Whoever serves a select may let go of the channel at once.
TEST_P(SelectRace, AChannelMayEndOnceServed) {
  run([] {
    for (int i = 0; i < scaled(2000); ++i) {
      auto a = std::make_unique<gmp::Chan<int>>(static_cast<std::size_t>(i % 2));
      auto b = std::make_unique<gmp::Chan<int>>(0);
      gmp::WaitGroup group;
      group.go([&] { EXPECT_EQ(select(on_recv(*a), on_recv(*b)), static_cast<std::size_t>(i / 2 % 2)); });
      (i / 2 % 2 == 0 ? *a : *b).send(i);
      group.wait();
      a.reset();
      b.reset();
    }
  });
}

}  // namespace
}  // namespace gmpscope::test
