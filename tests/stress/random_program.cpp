#include "tests/stress/random_program.h"

#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace gmpscope::test {
namespace {

template <class Random>
int between(Random& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(random);
}

}  // namespace

void RandomProgram::run() { node(seed_, 4); }

bool RandomProgram::afford(int goroutines) {
  return budget_.fetch_sub(goroutines, std::memory_order_relaxed) >= goroutines;
}

void RandomProgram::node(std::uint32_t seed, int depth) {
  Random random(seed);
  for (int step = between(random, 1, 3); step > 0; --step) {
    switch (between(random, 0, 13)) {
      case 0:
        pipeline(random);
        break;
      case 1:
        crowd(random);
        break;
      case 2:
        gate(random);
        break;
      case 3:
        sleepers(random);
        break;
      case 4:
        yielders(random);
        break;
      case 5:
        callers(random);
        break;
      case 6:
        timers(random);
        break;
      case 7:
        selectors(random);
        break;
      case 8:
        pipes(random);
        break;
      case 9:
        lockedOnes(random);
        break;
      case 10:
        resize(random);
        break;
      default:
        if (depth > 0) children(random, depth - 1);
    }
  }
}

void RandomProgram::children(Random& random, int depth) {
  const int count = between(random, 1, 6);
  if (!afford(count)) return;
  gmp::WaitGroup group;
  expect(count);
  for (int i = 0; i < count; ++i) {
    group.go([this, depth, seed = static_cast<std::uint32_t>(random())] {
      node(seed, depth);
      did();
      if (seed % 5 == 0) gmp::goexit();
    });
    if (between(random, 0, 3) == 0) gmp::gosched();
  }
  group.wait();
}

void RandomProgram::pipeline(Random& random) {
  const int stages = between(random, 1, 8);
  const int items = between(random, 1, 30);
  if (!afford(stages + 1)) return;
  gmp::WaitGroup group;
  gmp::Chan<int> from(static_cast<std::size_t>(between(random, 0, 3)));
  group.go([items, to = from] {
    for (int i = 0; i < items; ++i) to.send(i);
    to.close();
  });
  for (int stage = 0; stage < stages; ++stage) {
    gmp::Chan<int> to(static_cast<std::size_t>(between(random, 0, 3)));
    group.go([this, from, to] {
      for (const int value : from) {
        did();
        to.send(value);
      }
      to.close();
    });
    from = to;
  }
  int next = 0;
  for (const int value : from)
    if (value == next) ++next;
  expect(std::int64_t{items} * stages + items);
  did(next);
  group.wait();
}

void RandomProgram::crowd(Random& random) {
  const int senders = between(random, 1, 12);
  const int receivers = between(random, 1, 12);
  const int each = between(random, 1, 20);
  if (!afford(senders + receivers)) return;
  const gmp::Chan<int> chan(static_cast<std::size_t>(between(random, 0, 8)));
  gmp::WaitGroup sending, receiving;
  expect(std::int64_t{senders} * each);
  for (int r = 0; r < receivers; ++r)
    receiving.go([this, &chan, r] {
      int got = 0;
      for ([[maybe_unused]] const int value : chan) {
        did();
        if (++got % (r + 3) == 0) gmp::gosched();
      }
    });
  for (int s = 0; s < senders; ++s)
    sending.go([&chan, each] {
      for (int i = 0; i < each; ++i) {
        int value = i;
        if (i % 4 != 0 || !chan.try_send(value)) chan.send(value);
      }
    });
  sending.wait();
  chan.close();
  receiving.wait();
}

// Values go into several channels, by plain sends and by selects of two, and come out by selects of all.
void RandomProgram::selectors(Random& random) {
  const int senders = between(random, 1, 8);
  const int receivers = between(random, 1, 8);
  const int each = between(random, 1, 20);
  if (!afford(senders + receivers)) return;
  std::vector<gmp::Chan<int>> chans;
  for (int i = between(random, 2, 12); i > 0; --i) chans.emplace_back(static_cast<std::size_t>(between(random, 0, 2)));
  gmp::WaitGroup sending, receiving;
  expect(std::int64_t{senders} * each);
  for (int r = 0; r < receivers; ++r)
    receiving.go([this, &chans] {
      std::vector<gmp::SelectCase> cases;
      bool over = false;
      for (const auto& chan : chans)
        cases.emplace_back(gmp::on_recv(chan, [this, &over](std::optional<int> v) {
          over = !v;
          if (v) did();
        }));
      for (std::size_t open = chans.size(); open > 0;) {
        const std::size_t at = gmp::select(cases);
        if (!over) continue;
        cases[at] = gmp::on_recv(gmp::Chan<int>());
        --open;
      }
    });
  for (int s = 0; s < senders; ++s)
    sending.go([&chans, each, s] {
      for (int i = 0; i < each; ++i) {
        const gmp::Chan<int>& one = chans[static_cast<std::size_t>(s + i) % chans.size()];
        const gmp::Chan<int>& other = chans[static_cast<std::size_t>(s * i) % chans.size()];
        if (s % 3 == 0)
          one.send(i);
        else if (s % 3 == 1)
          gmp::select(gmp::on_send(one, i), gmp::on_send(other, i));
        else if (gmp::select(gmp::on_send(one, i), gmp::otherwise()) == 1)
          gmp::select(gmp::on_send(other, i), gmp::on_send(one, i), gmp::on_recv(gmp::Chan<int>()));
      }
    });
  sending.wait();
  for (const auto& chan : chans) chan.close();
  receiving.wait();
}

// Many wait, one lets them all go.
void RandomProgram::gate(Random& random) {
  const int waiting = between(random, 1, 60);
  if (!afford(waiting)) return;
  const bool byChannel = between(random, 0, 1) == 0;
  const gmp::Chan<int> chan(0);
  gmp::WaitGroup gate, group;
  gate.add(1);
  expect(waiting);
  for (int i = 0; i < waiting; ++i)
    group.go([&] {
      if (byChannel)
        (void)chan.recv();
      else
        gate.wait();
      did();
    });
  for (int i = between(random, 0, 3); i > 0; --i) gmp::gosched();
  if (byChannel) chan.close();
  gate.done();
  group.wait();
}

void RandomProgram::sleepers(Random& random) {
  const int count = between(random, 1, 20);
  if (!afford(count)) return;
  gmp::WaitGroup group;
  expect(count);
  for (int i = 0; i < count; ++i)
    group.go([this, length = std::chrono::microseconds(between(random, 0, 400))] {
      gmp::sleep_for(length);
      did();
    });
  group.wait();
}

// Timers of all kinds, started, set anew and stopped; what wasn't stopped comes.
void RandomProgram::timers(Random& random) {
  const int count = between(random, 1, 20);
  if (!afford(2 * count)) return;
  gmp::WaitGroup group;
  expect(count);
  for (int i = 0; i < count; ++i)
    group.go([this, &group, seed = static_cast<std::uint32_t>(random())] {
      Random own(seed);
      const auto length = [&own] { return std::chrono::microseconds(between(own, -50, 400)); };
      switch (between(own, 0, 3)) {
        case 0: {
          gmp::Timer timer(length());
          for (int k = between(own, 0, 3); k > 0; --k) timer.reset(length());
          if (timer.c().recv()) did();
          break;
        }
        case 1: {
          group.add(1);
          gmp::Timer timer = gmp::after_func(length(), [this, &group] {
            did();
            group.done();
          });
          if (between(own, 0, 1) == 0) gmp::sleep_for(length());
          if (timer.stop()) timer.reset(length());
          break;
        }
        case 2: {
          gmp::Ticker ticker(std::chrono::microseconds(between(own, 1, 100)));
          for (int k = between(own, 0, 5); k > 0; --k) (void)ticker.c().recv();
          if (between(own, 0, 1) == 0) ticker.stop();
          did();
          break;
        }
        default: {
          gmp::Timer never = gmp::after_func(std::chrono::seconds(100), [this] { did(1'000'000); });
          const gmp::Timer dropped(length());
          gmp::sleep_for(length());
          if (never.stop()) did();
        }
      }
    });
  group.wait();
}

// Bytes through pipes of the kernel, from writers that close and some readers with a deadline that never passes.
void RandomProgram::pipes(Random& random) {
  const int count = between(random, 1, 10);
  const int bytes = between(random, 1, 20);
  if (!afford(2 * count)) return;
  gmp::WaitGroup group;
  expect(std::int64_t{count} * bytes);
  for (int i = 0; i < count; ++i) {
    auto pipe = std::make_shared<gmp::Pipe>();
    if (i % 3 == 0) pipe->reader().set_deadline(std::chrono::steady_clock::now() + std::chrono::hours(1));
    group.go([this, pipe] {
      char part[7];
      while (const std::size_t n = pipe->reader().read(part, sizeof part)) did(static_cast<std::int64_t>(n));
    });
    group.go([pipe, bytes] {
      for (int k = 0; k < bytes; ++k) {
        pipe->writer().write("x", 1);
        if (k % 4 == 0) gmp::gosched();
      }
      pipe->writer().close();
    });
  }
  group.wait();
}

// Tied to their threads for a while, or to the end, which is then that of the thread too.
void RandomProgram::lockedOnes(Random& random) {
  const int count = between(random, 1, 6);
  if (!afford(2 * count)) return;
  gmp::WaitGroup group;
  const gmp::Chan<int> chan(static_cast<std::size_t>(between(random, 0, 2)));
  expect(2 * count);
  for (int i = 0; i < count; ++i) {
    group.go([this, chan, seed = static_cast<std::uint32_t>(random())] {
      Random own(seed);
      gmp::lock_os_thread();
      const pid_t before = ::gettid();
      for (int k = between(own, 0, 3); k > 0; --k) gmp::gosched();
      chan.send(1);
      if (between(own, 0, 2) == 0) gmp::sleep_for(std::chrono::microseconds(between(own, 0, 100)));
      if (between(own, 0, 2) == 0) gmp::blocking([] { ::sched_yield(); });
      if (::gettid() == before) did();
      if (between(own, 0, 3) > 0) gmp::unlock_os_thread();
    });
    group.go([this, chan] { did(*chan.recv()); });
  }
  group.wait();
}

void RandomProgram::resize(Random& random) {
  for (int k = between(random, 1, 4); k > 0; --k) {
    gmp::gomaxprocs(between(random, 1, 10));
    if (between(random, 0, 1) == 0) gmp::gosched();
  }
}

void RandomProgram::yielders(Random& random) {
  const int count = between(random, 1, 40);
  if (!afford(count)) return;
  gmp::WaitGroup group;
  expect(count);
  for (int i = 0; i < count; ++i)
    group.go([this, times = between(random, 0, 20)] {
      for (int k = 0; k < times; ++k) gmp::gosched();
      did();
    });
  group.wait();
}

// Calls from a few nanoseconds to some looks of sysmon.
void RandomProgram::callers(Random& random) {
  const int count = between(random, 1, 12);
  if (!afford(count)) return;
  gmp::WaitGroup group;
  expect(count);
  for (int i = 0; i < count; ++i)
    group.go([this, times = between(random, 0, 12), longest = between(random, 0, 3)] {
      for (int k = 0; k < times; ++k) {
        gmp::blocking([&] {
          const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds((k % (longest + 1)) * 40);
          while (std::chrono::steady_clock::now() < until) ::sched_yield();
        });
        if (k % 3 == 0) gmp::gosched();
      }
      did();
    });
  group.wait();
}

}  // namespace gmpscope::test
