// Goroutines that never call the runtime are taken off their M: by a signal, in the middle of whatever they do, with
// all that they have in hands intact; without signals at their next call. Where that isn't safe, it is refused.

#include <gmp/gmp.hpp>

#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/runtime/preempt.h"
#include "core/runtime/user_text.h"
#include "tests/support/traced_run.h"
#include "tests/support/yield_while.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;
using gmp::rt::PreemptedHow;
using trace::EventKind;

std::uint64_t bySignal(const RunRecord& record) {
  return static_cast<std::uint64_t>(
      std::count_if(record.events.begin(), record.events.end(), [](const OrderedEvent& e) {
        return e.event.kind() == EventKind::GPreempt && e.event.b == static_cast<std::uint32_t>(PreemptedHow::BySignal);
      }));
}

// With signals, which ThreadSanitizer holds back.
class Preempt : public TracedRun {
 protected:
  void SetUp() override {
    if (kThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer delivers signals at its own calls only";
    TracedRun::SetUp();
  }
  void TearDown() override {
    if (!kThreadSanitizer) TracedRun::TearDown();
  }
  static RunSettings often() {
    RunSettings settings;
    settings.options.slice = 100us;
    return settings;
  }
};
GMPSCOPE_WITH_PROCS(Preempt);

// A loop without a call.
void spinUntil(const std::atomic<bool>& stop) {
  while (!stop.load(std::memory_order_relaxed)) {
  }
}

TEST_P(Preempt, AnEmptyLoopLetsOthersRun) {
  const RunRecord record = runAnyhow([] {
    std::atomic<bool> stop{false};
    std::atomic<int> started{0};
    gmp::WaitGroup group;
    for (int i = 0; i < 2 * procs(); ++i)
      group.go([&] {
        ++started;
        spinUntil(stop);
      });
    // More loops than Ps: each has to make room, and main comes back among them.
    yieldWhile([&] { return started < 2 * procs(); });
    stop = true;
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_GT(bySignal(record), 0U);
}

TEST_P(Preempt, ALoopThatNeverEndsDoesntOutliveMain) {
  const RunRecord record = runAnyhow([] {
    for (int i = 0; i < 2 * procs(); ++i) gmp::go([] { spinUntil(std::atomic<bool>{false}); });
    gmp::sleep_for(5ms);
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(record.ended, 1U);
}

// However often sysmon looks meanwhile: that the slice was used up is a rule that each trace is held to.
TEST_P(Preempt, NobodyIsAskedBeforeItsSliceIsOver) {
  RunSettings settings;
  settings.options.sysmon_period = 3ms;
  const RunRecord record = runWith(settings, [] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 1; ++i)
      group.go([] {
        const auto end = std::chrono::steady_clock::now() + 40ms;
        while (std::chrono::steady_clock::now() < end) {
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_GT(record.count(EventKind::PPreemptAsk), 0U);
}

// Fractions that any lost bit of a register would change.
double series(int steps) {
  double sum = 1;
  for (int k = 0; k < steps; ++k) sum = sum * 1.0000001 + 0.1;
  return sum;
}

// Of no use, but done.
void work(int steps) {
  volatile double result = series(steps);
  static_cast<void>(result);
}

TEST_P(Preempt, FloatingPointStateIsKept) {
  const double expected = series(200'000);
  std::atomic<int> wrong{0};
  const RunRecord record = runWith(often(), [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&] {
        for (int round = 0; round < 20; ++round) wrong += series(200'000) == expected ? 0 : 1;
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(bySignal(record), 0U);
}

TEST_P(Preempt, AllocationAndExceptionsInFlightAreSafe) {
  std::atomic<int> wrong{0};
  const RunRecord record = runWith(often(), [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&wrong, i] {
        for (int round = 0; round < 15; ++round) {
          std::vector<std::string> texts;
          for (int j = 0; j < 1000; ++j) texts.emplace_back(static_cast<std::size_t>(50 + j % 100), 'a');
          for (const std::string& text : texts) wrong += text.find_first_not_of('a') == std::string::npos ? 0 : 1;
          const std::string word = "of " + std::to_string(i);
          try {
            throw std::runtime_error(word);
          } catch (const std::runtime_error& caught) {
            work(50'000);  // others throw meanwhile
            wrong += caught.what() == word ? 0 : 1;
          }
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(wrong, 0);
}

// Most of their time they are in malloc, often with its lock: whoever is taken off there blocks the others of its M.
TEST_P(Preempt, NobodyIsTakenOffInsideMalloc) {
  const RunRecord record = runWith(often(), [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([] {
        std::vector<std::unique_ptr<char[]>> blocks(64);
        for (std::size_t j = 0; j < 40'000; ++j)
          blocks[j % blocks.size()] = std::make_unique_for_overwrite<char[]>(1500 + 97 * j % 3000);
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  constexpr auto kOtherCode = static_cast<std::uint32_t>(gmp::rt::PreemptRefusal::OtherCode);
  const bool refused = std::any_of(record.events.begin(), record.events.end(), [](const OrderedEvent& each) {
    return each.event.kind() == EventKind::PreemptRefused && each.event.a == kOtherCode;
  });
  EXPECT_TRUE(refused) << "the signal never came at such a moment, or nobody looked where it came";
}

TEST_P(Preempt, NothingHappensInANoPreemptScope) {
  std::atomic<int> moved{0};
  const RunRecord record = runWith(often(), [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&] {
        for (int round = 0; round < 10; ++round) {
          const gmp::NoPreempt outer;
          {
            const gmp::NoPreempt inner;
            work(10'000);
          }
          const pid_t before = ::gettid();
          errno = 1000 + round;
          work(200'000);
          moved += ::gettid() == before && errno == 1000 + round ? 0 : 1;
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(moved, 0);
  EXPECT_GT(record.count(EventKind::PreemptRefused), 0U);
  EXPECT_GT(record.count(EventKind::GPreempt), 0U) << "at the scope's end";
}

// The compiler may keep errno's address, which is another thread's after a migration.
[[gnu::noinline]] void setErrno(int value) { errno = value; }
[[gnu::noinline]] int getErrno() { return errno; }

TEST_P(Preempt, ErrnoTravelsWithTheGoroutine) {
  std::atomic<int> wrong{0};
  const RunRecord record = runWith(often(), [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&, i] {
        for (int round = 0; round < 40; ++round) {
          setErrno(1000 * i + round);
          if (round % 2 == 0)
            work(100'000);
          else
            gmp::gosched();
          wrong += getErrno() == 1000 * i + round ? 0 : 1;
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(wrong, 0);
}

TEST_P(Preempt, MaskAndAlternateStackAreTheThreadsOwnAfterwards) {
  std::atomic<int> wrong{0};
  std::mutex mutex;
  std::map<long, void*> stackOf;  // by thread: its alternate stack stays the same
  const RunRecord record = runWith(often(), [&] {
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 2; ++i)
      group.go([&] {
        for (int round = 0; round < 20; ++round) {
          work(100'000);
          const gmp::NoPreempt onOneThread;
          stack_t alternate{};
          sigset_t mask;
          wrong += ::sigaltstack(nullptr, &alternate) == 0 ? 0 : 1;
          wrong += (alternate.ss_flags & SS_ONSTACK) == 0 ? 0 : 1;
          ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
          wrong += ::sigismember(&mask, SIGURG) == 0 ? 0 : 1;
          const std::scoped_lock lock(mutex);
          wrong += stackOf.try_emplace(::gettid(), alternate.ss_sp).first->second == alternate.ss_sp ? 0 : 1;
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_EQ(wrong, 0);
}

class PreemptOnOneP : public Preempt {};
GMPSCOPE_WITH_ONE_PROC(PreemptOnOneP);

// The slice is each start's own, however long the others have run before.
TEST_P(PreemptOnOneP, WhoYieldsInTimeIsNotAsked) {
  RunSettings settings;
  settings.options.slice = 400ms;
  const RunRecord record = runWith(settings, [] {
    const auto end = std::chrono::steady_clock::now() + 900ms;
    gmp::WaitGroup group;
    for (int i = 0; i < 2; ++i)
      group.go([end] {
        while (std::chrono::steady_clock::now() < end) {
          work(100'000);
          gmp::gosched();
        }
      });
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  for (const OrderedEvent& event : record.events) {
    if (event.event.kind() != EventKind::PPreemptAsk) continue;
    EXPECT_NE(event.event.b, static_cast<std::uint32_t>(gmp::rt::PreemptCause::Slice));
  }
}

TEST_P(Preempt, APairOnRunnextIsPreemptedAsAWhole) {
  // They hand over to each other within one slice for ever; the others must get their share of time all the same.
  std::atomic<long> others{0};
  const RunRecord record = runAnyhow([&] {
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    for (int pair = 0; pair < procs(); ++pair) {
      gmp::Chan<int> there(0), back(0);
      group.go([there, back] {
        for (const int value : there) {
          work(2000);  // fewer events than a busy machine can read
          back.send(value);
        }
        back.close();
      });
      group.go([there, back, &stop] {
        while (!stop) {
          there.send(1);
          static_cast<void>(back.recv());
        }
        there.close();
      });
    }
    for (int i = 0; i < procs(); ++i)
      group.go([&] {
        while (!stop) {
          ++others;
          work(2000);
          gmp::gosched();
        }
      });
    gmp::sleep_for(60ms);
    stop = true;
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_GT(others, 1);
}

class PreemptAtCalls : public TracedRun {};
GMPSCOPE_WITH_PROCS(PreemptAtCalls);

TEST_P(PreemptAtCalls, WithoutSignalsAGoroutineYieldsAtItsNextCall) {
  RunSettings settings;
  settings.options.async_preemption = false;
  settings.options.slice = 1ms;
  const RunRecord record = runWith(settings, [] {
    std::atomic<bool> stop{false};
    gmp::WaitGroup group;
    for (int i = 0; i < procs() + 1; ++i)
      group.go([&stop] {
        while (!stop) static_cast<void>(gmp::goid());
      });
    gmp::sleep_for(20ms);
    stop = true;
    group.wait();
  });
  EXPECT_EQ(record.code, 0);
  EXPECT_GT(record.count(EventKind::GPreempt), 0U);
  EXPECT_EQ(bySignal(record), 0U);
}

TEST(PreemptHandler, IsTheCallersAgainAfterTheRun) {
  struct sigaction before {
  }, after{};
  ASSERT_EQ(::sigaction(SIGURG, nullptr, &before), 0);
  sigset_t maskBefore, maskAfter;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &maskBefore);
  EXPECT_EQ(gmp::run([] {}), 0);
  ASSERT_EQ(::sigaction(SIGURG, nullptr, &after), 0);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &maskAfter);
  EXPECT_EQ(::sigismember(&maskBefore, SIGURG), ::sigismember(&maskAfter, SIGURG));
}

std::atomic<int> heard{0};

TEST(PreemptHandler, PassesOnWhatIsNotForAnM) {
  struct sigaction mine {
  }, before{};
  mine.sa_handler = [](int) { ++heard; };
  ASSERT_EQ(::sigaction(SIGURG, &mine, &before), 0);
  heard = 0;
  const pthread_t outside = ::pthread_self();
  // The test's own thread is an M now, so ask another.
  EXPECT_EQ(gmp::run([&] {
              const gmp::NoPreempt guard;
              pthread_t thread{};
              ::pthread_create(
                  &thread, nullptr,
                  [](void*) -> void* {
                    ::pthread_kill(::pthread_self(), SIGURG);
                    return nullptr;
                  },
                  nullptr);
              ::pthread_join(thread, nullptr);
            }),
            0);
  EXPECT_EQ(heard, 1);
  ::pthread_kill(outside, SIGURG);
  EXPECT_EQ(heard, 2);
  ::sigaction(SIGURG, &before, nullptr);
}

TEST(PreemptHandler, HearsOfNoSignalAfterTheRun) {
  struct sigaction mine {
  }, before{};
  mine.sa_handler = [](int) { ++heard; };
  ASSERT_EQ(::sigaction(SIGURG, &mine, &before), 0);
  heard = 0;
  gmp::Options options;
  options.slice = 1ns;
  for (int run = 0; run < 500; ++run) {
    EXPECT_EQ(gmp::run(options,
                       [] {
                         const auto until = std::chrono::steady_clock::now() + 60us;
                         while (std::chrono::steady_clock::now() < until) {
                         }
                       }),
              0);
  }
  EXPECT_EQ(heard, 0);
  ::sigaction(SIGURG, &before, nullptr);
}

void ours() {}

TEST(UserText, IsTheProgramsOwnCode) {
  gmp::rt::findUserText();
  EXPECT_TRUE(gmp::rt::inUserText(reinterpret_cast<std::uintptr_t>(&ours)));
  EXPECT_FALSE(gmp::rt::inUserText(reinterpret_cast<std::uintptr_t>(::dlsym(RTLD_DEFAULT, "malloc"))));
  EXPECT_FALSE(gmp::rt::inUserText(reinterpret_cast<std::uintptr_t>(&heard)));
  EXPECT_FALSE(gmp::rt::inUserText(0));
}

}  // namespace
}  // namespace gmpscope::test
