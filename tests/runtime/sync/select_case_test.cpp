// Cases made at run time, many of them, and the values that travel through cases.

#include <gmp/gmp.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using gmp::on_recv;
using gmp::on_send;
using gmp::otherwise;
using gmp::select;
using trace::EventKind;

class SelectCases : public TracedRun {};
GMPSCOPE_WITH_PROCS(SelectCases);

TEST_P(SelectCases, MadeAtRunTime) {
  run([] {
    for (const std::size_t count : {1U, 2U, 8U, 9U, 40U, 300U}) {
      std::vector<gmp::Chan<int>> chans;
      std::vector<gmp::SelectCase> cases;
      int last = -1;
      for (std::size_t i = 0; i < count; ++i) {
        chans.emplace_back(0);
        if (i % 3 == 2)
          cases.emplace_back(on_send(chans[i], static_cast<int>(i), [&last, i] { last = static_cast<int>(i); }));
        else
          cases.emplace_back(on_recv(chans[i], [&last](std::optional<int> v) { last = v.value(); }));
      }
      for (std::size_t i = 0; i < count; i += 1 + count / 7) {
        gmp::WaitGroup group;
        group.go([&, i] {
          EXPECT_EQ(select(cases), i);
          EXPECT_EQ(last, static_cast<int>(i));
        });
        for (int k = 0; k < 5; ++k) gmp::gosched();
        if (i % 3 == 2)
          EXPECT_EQ(chans[i].recv(), static_cast<int>(i));
        else
          chans[i].send(static_cast<int>(i));
        group.wait();
      }
      cases.emplace_back(otherwise([&last] { last = -2; }));
      EXPECT_EQ(select(cases), count);
      EXPECT_EQ(last, -2);
    }
  });
}

TEST_P(SelectCases, StandBesideOthers) {
  run([] {
    const gmp::Chan<int> a(1), b(1);
    b.send(3);
    const std::array<gmp::SelectCase, 1> kept{on_recv(b)};
    gmp::SelectCase copy = kept[0];
    EXPECT_EQ(select(on_recv(a), copy), 1U);
    std::array<gmp::SelectCase, 2> both{copy, on_send(a, 9)};
    EXPECT_EQ(select(both), 1U);
  });
}

TEST_P(SelectCases, KeptKeepTheirChannels) {
  run([] {
    std::vector<gmp::SelectCase> cases;
    {
      const gmp::Chan<int> named(1);
      named.send(7);
      cases.emplace_back(on_recv(named, [](std::optional<int> v) { EXPECT_EQ(v, 7); }));
    }
    EXPECT_EQ(select(cases), 0U);
    auto given = on_recv(gmp::Chan<int>(0));
    EXPECT_EQ(select(given, otherwise()), 1U);
  });
}

TEST_P(SelectCases, AsManyAsThereMayBe) {
  constexpr std::size_t kMost = 65'536;
  const RunRecord record = run([] {
    std::vector<gmp::Chan<int>> chans;
    std::vector<gmp::SelectCase> cases;
    for (std::size_t i = 0; i < kMost; ++i) cases.emplace_back(on_recv(chans.emplace_back(0)));
    gmp::WaitGroup group;
    group.go([&] { EXPECT_EQ(select(cases), kMost - 2); });
    for (int i = 0; i < 5; ++i) gmp::gosched();
    chans[kMost - 2].send(1);
    group.wait();
    int value = 0;
    for (const std::size_t i : {std::size_t{0}, kMost / 2, kMost - 1}) EXPECT_FALSE(chans[i].try_send(value));
  });
  EXPECT_TRUE(procs() > 1 || record.count(EventKind::GBlockAlso) == kMost - 1);
}

// Counts how many are alive, and may refuse to move.
struct Touchy {
  static inline std::atomic<int> alive{0};
  explicit Touchy(int v) : value(v) { ++alive; }
  Touchy(Touchy&& other) noexcept(false) : value(std::exchange(other.value, -1)) { ++alive; }
  Touchy& operator=(Touchy&& other) noexcept(false) {
    value = std::exchange(other.value, -1);
    return *this;
  }
  ~Touchy() { --alive; }
  int value;
};

TEST_P(SelectCases, CarryWhateverMoves) {
  run([] {
    const gmp::Chan<std::unique_ptr<int>> only(1), none(0);
    std::unique_ptr<int> got;
    EXPECT_EQ(select(on_send(none, std::make_unique<int>(1)), on_send(only, std::make_unique<int>(2))), 1U);
    EXPECT_EQ(select(on_recv(none), on_recv(only, [&](auto v) { got = std::move(*v); })), 1U);
    ASSERT_NE(got, nullptr);
    EXPECT_EQ(*got, 2);
    // A callback that can't be copied.
    EXPECT_EQ(select(on_send(only, nullptr, [held = std::make_unique<int>(3)] { EXPECT_EQ(*held, 3); }), otherwise()),
              0U);
    gmp::SelectCase boxed = on_recv(only, [held = std::make_unique<int>(4)](auto v) { EXPECT_EQ(*v, nullptr); });
    EXPECT_EQ(select(std::span(&boxed, 1)), 0U);
  });
}

TEST_P(SelectCases, DropWhatWasNotChosen) {
  run([] {
    const gmp::Chan<Touchy> room(1), full(0);
    {
      EXPECT_EQ(select(on_send(full, Touchy(1)), on_send(room, Touchy(2))), 1U);
      EXPECT_EQ(Touchy::alive, 1) << "the one in the channel";
      int value = 0;
      EXPECT_EQ(select(on_recv(full), on_recv(room, [&](std::optional<Touchy> v) { value = v->value; })), 1U);
      EXPECT_EQ(value, 2);
    }
    EXPECT_EQ(Touchy::alive, 0);
    // Also one that nobody asked for.
    EXPECT_EQ(select(on_send(room, Touchy(3)), on_recv(full)), 0U);
    EXPECT_EQ(select(on_recv(room), on_recv(full)), 0U);
    EXPECT_EQ(Touchy::alive, 0);
  });
}

// With one P it surely waits when main goes on.
class SelectCasesOfOneP : public TracedRun {};
GMPSCOPE_WITH_ONE_PROC(SelectCasesOfOneP);

// Who waits in a select doesn't lose its channel, or what that holds, to whoever lets go of the last handle.
TEST_P(SelectCasesOfOneP, KeepTheirChannelsWhileWaiting) {
  run([] {
    gmp::Chan<Touchy> full(1);
    full.send(Touchy(1));
    const gmp::Chan<int> end(0);
    bool waits = false;
    gmp::WaitGroup group;
    group.go([&] {
      const gmp::NoPreempt untilItWaits;
      waits = true;
      EXPECT_EQ(select(on_send(full, Touchy(2)), on_recv(end)), 1U);
      EXPECT_EQ(Touchy::alive, 0);
    });
    yieldWhile([&] { return !waits; });
    const int before = Touchy::alive;
    full = gmp::Chan<Touchy>();
    EXPECT_EQ(Touchy::alive, before);
    end.send(1);
    group.wait();
  });
}

TEST_P(SelectCases, OfAWaitCarryTouchyValues) {
  run([] {
    const gmp::Chan<Touchy> there(0), back(0);
    gmp::WaitGroup group;
    group.go([&] {
      for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(select(on_send(there, Touchy(i)), on_send(back, Touchy(-5))), 0U);
        EXPECT_EQ(select(on_recv(there), on_recv(back, [i](auto v) { EXPECT_EQ(v->value, i + 1); })), 1U);
      }
    });
    for (int i = 0; i < 100; ++i) {
      int got = 0;
      select(on_recv(there, [&](std::optional<Touchy> v) { got = v->value; }));
      EXPECT_EQ(got, i);
      back.send(Touchy(got + 1));
    }
    group.wait();
  });
  EXPECT_EQ(Touchy::alive, 0);
}

struct Empty {};

// What doesn't wait, for elements of all kinds: alone, and with somebody who waits.
template <class T>
void nonBlocking(const T& value) {
  for (const std::size_t capacity : {0U, 1U}) {
    const gmp::Chan<T> chan(capacity);
    EXPECT_EQ(select(on_recv(chan), otherwise()), 1U);
    EXPECT_EQ(select(on_send(chan, value), otherwise()), 1U - capacity);
    EXPECT_EQ(select(on_send(chan, value), otherwise()), 1U);
    EXPECT_EQ(select(on_recv(chan), otherwise()), 1U - capacity);
    gmp::WaitGroup group;
    group.go([&chan] { EXPECT_TRUE(chan.recv().has_value()); });
    yieldWhile([&] { return select(on_send(chan, value), otherwise()) != 0; });
    group.wait();
    group.go([&chan, &value] { chan.send(value); });
    yieldWhile([&] { return select(on_recv(chan), otherwise()) != 0; });
    group.wait();
    EXPECT_EQ(chan.size(), 0U);
  }
}

TEST_P(SelectCases, OfManyTypesDontWait) {
  run([] {
    nonBlocking(42);
    nonBlocking(true);
    nonBlocking(std::string("text"));
    nonBlocking(std::array<std::int64_t, 20>{});
    nonBlocking(Empty{});
  });
}

}  // namespace
}  // namespace gmpscope::test
