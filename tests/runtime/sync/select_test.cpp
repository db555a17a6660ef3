// Select: which cases can go on, what the chosen one does, and how one waits. After Go's select tests.

#include <gmp/gmp.hpp>

#include <array>
#include <atomic>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using gmp::on_recv;
using gmp::on_send;
using gmp::otherwise;
using gmp::select;
using trace::EventKind;
using trace::WaitReason;

class SelectOps : public TracedRun {};
GMPSCOPE_WITH_PROCS(SelectOps);

void letOthersRun() {
  for (int i = 0; i < 20; ++i) gmp::gosched();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::uint64_t blocks(const RunRecord& record, WaitReason reason) {
  std::uint64_t n = 0;
  for (const OrderedEvent& e : record.events)
    if (e.event.kind() == EventKind::GBlock && e.event.c == static_cast<std::uint32_t>(reason)) ++n;
  return n;
}

TEST_P(SelectOps, RunsTheCaseThatCanGoOn) {
  run([] {
    const gmp::Chan<int> empty(1), full(1), peerless(0);
    full.send(7);
    std::optional<int> got;
    EXPECT_EQ(select(on_recv(empty), on_send(full, 1), on_recv(full, [&](std::optional<int> v) { got = v; }),
                     on_send(peerless, 1)),
              2U);
    EXPECT_EQ(got, 7);
    bool sent = false;
    EXPECT_EQ(select(on_recv(empty), on_send(full, 8, [&sent] { sent = true; }), on_recv(peerless)), 1U);
    EXPECT_TRUE(sent);
    EXPECT_EQ(full.recv(), 8);
  });
}

// What would wait for ever, what can go on, and what throws, of each operation on each state of a channel.
TEST_P(SelectOps, OfEachStateOfAChannel) {
  run([] {
    const gmp::Chan<int> nil, unbuffered(0), empty(2), full(1), closed(1), closedWithOne(1);
    full.send(1);
    closed.close();
    closedWithOne.send(5);
    closedWithOne.close();
    const auto canReceive = [&](const gmp::Chan<int>& chan) { return select(on_recv(chan), otherwise()) == 0; };
    const auto canSend = [&](const gmp::Chan<int>& chan) { return select(otherwise(), on_send(chan, 2)) == 1; };
    // With a nil channel beside it, so that it isn't one operation.
    const auto canReceiveToo = [&](const gmp::Chan<int>& chan) {
      return select(on_recv(nil), on_recv(chan), otherwise()) == 1;
    };
    const auto canSendToo = [&](const gmp::Chan<int>& chan) {
      return select(on_send(nil, 1), otherwise(), on_send(chan, 2)) == 2;
    };
    for (const gmp::Chan<int>& chan : {nil, unbuffered, empty}) {
      EXPECT_FALSE(canReceive(chan));
      EXPECT_FALSE(canReceiveToo(chan));
    }
    for (const gmp::Chan<int>& chan : {nil, unbuffered, full}) {
      EXPECT_FALSE(canSend(chan));
      EXPECT_FALSE(canSendToo(chan));
    }
    EXPECT_TRUE(canReceive(full));
    EXPECT_TRUE(canReceive(closed));
    EXPECT_TRUE(canReceive(closedWithOne));
    EXPECT_TRUE(canReceiveToo(closedWithOne));
    EXPECT_TRUE(canReceiveToo(closed));
    EXPECT_TRUE(canSend(empty));
    EXPECT_TRUE(canSendToo(empty));
    EXPECT_TRUE(canReceiveToo(empty));
    EXPECT_THROW(canSend(closed), gmp::ChannelClosed);
    EXPECT_THROW(canSendToo(closed), gmp::ChannelClosed);
    EXPECT_THROW(select(on_send(closed, 1)), gmp::ChannelClosed);
    EXPECT_THROW(select(on_send(closed, 1), on_recv(nil)), gmp::ChannelClosed);
    EXPECT_EQ(select(otherwise()), 0U);
    EXPECT_EQ(select(on_recv(nil), on_send(nil, 1), otherwise()), 2U);
  });
}

TEST_P(SelectOps, WaitsForWhicheverComesFirst) {
  for (int which = 0; which < 3; ++which) {
    const RunRecord record = run([which] {
      const gmp::Chan<int> a(0), b(0);
      const gmp::Chan<std::string> c(0);
      gmp::WaitGroup group;
      std::atomic<int> ran{-1};
      group.go([&] {
        std::string text;
        const std::size_t index =
            select(on_recv(a, [&](std::optional<int> v) { text = std::to_string(v.value()); }),
                   on_send(b, 2, [&] { text = "sent"; }), on_recv(c, [&](std::optional<std::string> v) { text = *v; }));
        EXPECT_EQ(text, (std::array<std::string, 3>{"1", "sent", "three"})[index]);
        ran = static_cast<int>(index);
      });
      letOthersRun();
      EXPECT_EQ(ran, -1);
      if (which == 0) a.send(1);
      if (which == 1) {
        EXPECT_EQ(b.recv(), 2);
      }
      if (which == 2) c.send("three");
      group.wait();
      EXPECT_EQ(ran, which);
      // It stands in no line any more.
      int value = 0;
      EXPECT_FALSE(a.try_send(value));
      EXPECT_EQ(b.try_recv(), std::nullopt);
      std::string text;
      EXPECT_FALSE(c.try_send(text));
    });
    EXPECT_TRUE(procs() > 1 || blocks(record, WaitReason::Select) == 1);
    EXPECT_EQ(record.count(EventKind::GBlockAlso), 2 * blocks(record, WaitReason::Select));
  }
}

TEST_P(SelectOps, ClosingWakesIt) {
  run([] {
    for (const bool sends : {false, true}) {
      const gmp::Chan<int> closes(0), stays(0);
      gmp::WaitGroup group;
      for (int i = 0; i < 30; ++i)
        group.go([&, i] {
          if (sends) {
            EXPECT_THROW(select(on_send(closes, i), on_recv(stays)), gmp::ChannelClosed);
          } else {
            std::optional<int> got = 1;
            EXPECT_EQ(select(on_send(stays, 1), on_recv(closes, [&](std::optional<int> v) { got = v; })), 1U);
            EXPECT_EQ(got, std::nullopt);
          }
        });
      letOthersRun();
      closes.close();
      group.wait();
      EXPECT_EQ(stays.try_recv(), std::nullopt);
    }
  });
}

TEST_P(SelectOps, OfOneCaseIsAPlainOperation) {
  const RunRecord record = run([] {
    const gmp::Chan<int> chan(0);
    gmp::WaitGroup group;
    group.go([&chan] { EXPECT_EQ(select(on_recv(chan, [](std::optional<int> v) { EXPECT_EQ(v, 3); })), 0U); });
    letOthersRun();
    EXPECT_EQ(select(on_send(chan, 3)), 0U);
    group.wait();
  });
  EXPECT_EQ(blocks(record, WaitReason::Select), 0U);
  EXPECT_TRUE(procs() > 1 || blocks(record, WaitReason::ChanReceive) == 1);
}

TEST_P(SelectOps, WithoutAnyCaseWaitsForEver) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] { select(); });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "all goroutines are asleep - deadlock!")) << said;
  EXPECT_TRUE(contains(said, "goroutine 1 [select (no cases)]:")) << said;
  EXPECT_EQ(blocks(record, WaitReason::SelectNoCases), 1U);
}

TEST_P(SelectOps, OfNilChannelsWaitsForEver) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    const gmp::Chan<int> nil, other;
    select(on_recv(nil), on_send(other, 1));
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "goroutine 1 [select]:")) << said;
}

TEST_P(SelectOps, ThatNobodyServesIsADeadlock) {
  std::string said;
  const RunRecord record = runAnyhow(said, [] {
    const gmp::Chan<int> a(0), b(0);
    gmp::go_named("the other", [a, b] { select(on_recv(b), on_recv(a), on_recv(a)); });
    select(on_recv(a), on_recv(b), on_recv(gmp::Chan<int>(0)));
  });
  EXPECT_EQ(record.code, 2);
  EXPECT_TRUE(contains(said, "goroutine 1 [select]:")) << said;
  EXPECT_TRUE(contains(said, "[select]: the other\n")) << said;
  EXPECT_EQ(blocks(record, WaitReason::Select), 2U);
}

TEST_P(SelectOps, CallsBackOutsideOfItsLocks) {
  run([] {
    const gmp::Chan<int> a(1), b(1);
    a.send(1);
    std::vector<int> order;
    const std::size_t index =
        select(on_recv(a,
                       [&](std::optional<int> v) {
                         order.push_back(*v);
                         a.send(2);
                         EXPECT_EQ(select(on_recv(a, [&](std::optional<int> w) { order.push_back(*w); })), 0U);
                         b.send(3);
                         gmp::gosched();
                       }),
               on_recv(b));
    EXPECT_EQ(index, 0U);
    EXPECT_EQ(order, (std::vector<int>{1, 2}));
    EXPECT_EQ(b.recv(), 3);
  });
}

TEST_P(SelectOps, ACallbacksExceptionLeavesIt) {
  run([] {
    const gmp::Chan<int> a(1);
    EXPECT_THROW(select(on_recv(a), on_send(a, 1, [] { throw std::runtime_error("no"); })), std::runtime_error);
    EXPECT_EQ(a.recv(), 1) << "it was sent all the same";
  });
}

TEST_P(SelectOps, ACallbackMayBePreempted) {
  if (kThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer delivers signals at its own calls only";
  run([] {
    const gmp::Chan<int> a(1), b(1);
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    a.send(1);
    group.go([&stop] { stop = true; });
    select(on_recv(a,
                   [&stop](std::optional<int>) {
                     while (!stop.load(std::memory_order_relaxed)) {
                     }
                   }),
           on_recv(b));
    group.wait();
  });
}

// Who was woken elsewhere stands no longer in the list of a channel that is never ready.
TEST_P(SelectOps, ALoopLeavesNothingAtAChannelThatIsNeverReady) {
  if (kAddressSanitizer || kThreadSanitizer) GTEST_SKIP() << "a sanitizer's own memory grows";
  const auto resident = [] {
    std::ifstream file("/proc/self/statm");
    long size = 0, pages = 0;
    file >> size >> pages;
    return pages;
  };
  gmp::Options options;
  options.gomaxprocs = procs();
  // Untraced: a trace grows.
  const int code = gmp::run(options, [&] {
    const gmp::Chan<int> never(0), ticks(0);
    const auto loop = [&](int rounds) {
      gmp::WaitGroup group;
      group.go([&] {
        for (int i = 0; i < rounds; ++i) ticks.send(i);
      });
      for (int i = 0; i < rounds; ++i) EXPECT_EQ(select(on_recv(never), on_recv(ticks)), 1U);
      group.wait();
    };
    loop(5'000);
    const long before = resident();
    loop(100'000);
    EXPECT_LT(resident() - before, 256) << "a megabyte more, in pages of 4 KiB";
    int value = 1;
    EXPECT_FALSE(never.try_send(value)) << "somebody still waits to receive";
  });
  EXPECT_EQ(code, 0);
}

TEST_P(SelectOps, CasesMayBeNamedAndUsedAgain) {
  run([] {
    const gmp::Chan<int> a(1), b(1);
    int sum = 0;
    auto fromA = on_recv(a, [&sum](std::optional<int> v) { sum += v.value_or(0); });
    auto toB = on_send(b, 5);
    for (int i = 1; i <= 3; ++i) {
      a.send(i);
      EXPECT_EQ(select(fromA, on_recv(b)), 0U);
      EXPECT_EQ(select(fromA, toB), 1U);
      EXPECT_EQ(b.recv(), 5);
    }
    EXPECT_EQ(sum, 6);
  });
}

// A case keeps its channel alive.
TEST_P(SelectOps, ACaseOwnsItsChannel) {
  run([] {
    const auto caseOf = [](gmp::Chan<int> chan) { return on_recv(std::move(chan)); };
    gmp::Chan<int> chan(1);
    chan.send(1);
    auto kept = caseOf(chan);
    auto another = on_recv(chan);
    chan = gmp::Chan<int>();
    EXPECT_EQ(select(kept, on_recv(chan)), 0U);
    EXPECT_EQ(select(another, otherwise()), 1U);
  });
}

// One channel in several cases, and another goroutine in line behind: its place isn't lost when a case wins.
TEST_P(SelectOps, MayNameAChannelTwice) {
  const RunRecord record = run([] {
    for (int i = 0; i < 20; ++i) {
      const gmp::Chan<int> twice(0), d(0), e(0);
      gmp::WaitGroup group;
      group.go([&] { EXPECT_EQ(select(on_recv(twice), on_recv(twice), on_recv(d)), 2U); });
      letOthersRun();
      group.go([&] { EXPECT_EQ(select(on_recv(e), on_recv(twice)), 1U); });
      letOthersRun();
      d.send(1);
      letOthersRun();
      // From the second one only.
      twice.send(2);
      group.wait();
    }
  });
  EXPECT_TRUE(procs() > 1 || record.count(EventKind::GBlockAlso) == 40U);
}

TEST_P(SelectOps, MisuseIsSaid) {
  run([] {
    const gmp::Chan<int> a(0);
    EXPECT_THROW(select(on_recv(a), otherwise(), otherwise()), std::logic_error);
    std::vector<gmp::SelectCase> many(65'537, gmp::SelectCase(on_recv(a)));
    EXPECT_THROW(select(many), std::logic_error);
  });
  const gmp::Chan<int> a(1);
  EXPECT_THROW(select(on_recv(a), on_send(a, 1)), std::logic_error);
  EXPECT_THROW(select(on_recv(a), otherwise()), std::logic_error);
}

TEST_P(SelectOps, WaitersOfAFormerRunAreForgotten) {
  const gmp::Chan<int> a(0), b(0);
  runAnyhow([&] {
    for (int i = 0; i < 3; ++i) gmp::go([&] { select(on_recv(a), on_recv(b)); });
    letOthersRun();
  });
  run([&] {
    EXPECT_EQ(select(on_send(a, 1), on_send(b, 1), otherwise()), 2U);
    gmp::WaitGroup group;
    group.go([&] { EXPECT_EQ(select(on_recv(b), on_recv(a)), 0U); });
    b.send(1);
    group.wait();
  });
}

}  // namespace
}  // namespace gmpscope::test
