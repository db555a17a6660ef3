#include "tests/stress/varied_programs.h"

#include <gmp/gmp.hpp>

#include <sched.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "tests/stress/random_program.h"

namespace gmpscope::test {
namespace {

using std::chrono::microseconds;

void burn(microseconds length) {
  const auto until = std::chrono::steady_clock::now() + length;
  while (std::chrono::steady_clock::now() < until) {
  }
}

void inParallel(int count, const std::function<void(int)>& one) {
  gmp::WaitGroup group;
  for (int i = 0; i < count; ++i) group.go([&one, i] { one(i); });
  group.wait();
}

void pingPong() {
  const gmp::Chan<int> there(0), back(0);
  gmp::go_named("pong", [there, back] {
    for (const int value : there) back.send(value);
    back.close();
  });
  for (int i = 0; i < 100; ++i) {
    there.send(i);
    (void)back.recv();
  }
  there.close();
  (void)back.recv();
}

// All made by one P, each long enough to be worth stealing.
void steals() {
  inParallel(60, [](int) { burn(microseconds(20)); });
}

void globalQueue() {
  inParallel(8, [](int) {
    for (int i = 0; i < 20; ++i) gmp::gosched();
  });
}

void overflow() {
  inParallel(40, [](int i) {
    if (i % 3 == 0) gmp::gosched();
  });
}

void locks() {
  gmp::Mutex mutex;
  gmp::RWMutex rw;
  gmp::Semaphore permits(2);
  inParallel(8, [&](int i) {
    for (int k = 0; k < 4; ++k) {
      mutex.lock();
      gmp::gosched();
      mutex.unlock();
      if ((i + k) % 4 == 0) {
        rw.lock();
        gmp::gosched();
        rw.unlock();
      } else {
        rw.lock_shared();
        gmp::gosched();
        rw.unlock_shared();
      }
      permits.acquire(1 + k % 2);
      gmp::gosched();
      permits.release(1 + k % 2);
    }
  });
}

// Held for so long that who waits is handed it.
void starvingLock() {
  gmp::Mutex mutex;
  inParallel(4, [&mutex](int) {
    for (int k = 0; k < 3; ++k) {
      mutex.lock();
      gmp::sleep_for(microseconds(700));
      mutex.unlock();
    }
  });
}

void conditions() {
  gmp::Mutex mutex;
  gmp::Cond cond;
  int turn = 0;
  inParallel(6, [&](int i) {
    for (int round = 0; round < 3; ++round) {
      mutex.lock();
      while (turn != round * 6 + i) cond.wait(mutex);
      ++turn;
      mutex.unlock();
      cond.broadcast();
      cond.signal();
    }
  });
}

// One closes, all wake: of receivers, senders and selectors.
void gates() {
  for (int round = 0; round < 4; ++round) {
    const gmp::Chan<int> gate(0), never(0);
    gmp::WaitGroup group, barrier;
    barrier.add(1);
    for (int i = 0; i < 12; ++i)
      group.go([gate, never, i, &barrier] {
        if (i % 3 == 0)
          (void)gate.recv();
        else if (i % 3 == 1)
          gmp::select(gmp::on_recv(never), gmp::on_recv(gate));
        else
          barrier.wait();
      });
    for (int i = 0; i < 3; ++i) gmp::gosched();
    gate.close();
    barrier.done();
    group.wait();
  }
}

void slices() {
  inParallel(3, [](int) { burn(microseconds(1500)); });
}

void world() {
  gmp::WaitGroup group;
  for (int i = 0; i < 6; ++i)
    group.go([] {
      for (int k = 0; k < 10; ++k) {
        burn(microseconds(20));
        gmp::gosched();
      }
    });
  for (const int procs : {3, 1, 4, 2}) {
    gmp::gomaxprocs(procs);
    gmp::gosched();
  }
  group.wait();
}

// Its trace ends without its main having returned.
void deadlock() {
  inParallel(3, [](int i) {
    gmp::gosched();
    if (i == 2) (void)gmp::Chan<int>().recv();  // nil, since nobody would free another
  });
}

struct Program {
  const char* name;
  void (*run)();
  std::function<void(gmp::Options&)> set = [](gmp::Options&) {};
};

std::vector<Program> programs() {
  return {
      {"ping-pong", pingPong},
      {"steals", steals},
      {"steals of one", steals, [](gmp::Options& o) { o.steal = gmp::Steal::one; }},
      {"global queue", globalQueue},
      {"global queue often", globalQueue, [](gmp::Options& o) { o.global_check_interval = 3; }},
      {"overflow", overflow, [](gmp::Options& o) { o.queue_size = 4; }},
      {"locks", locks},
      {"starving lock", starvingLock},
      {"conditions", conditions},
      {"gates", gates},
      {"gates without runnext", gates, [](gmp::Options& o) { o.runnext = false; }},
      {"slices", slices, [](gmp::Options& o) { o.slice = microseconds(100); }},
      {"world", world},
      {"deadlock", deadlock},
  };
}

}  // namespace

std::vector<RecordedTrace> recordVariedPrograms(std::uint32_t seed) {
  std::vector<RecordedTrace> traces;
  constexpr int kProcs[] = {1, 2, 4};
  constexpr int kRandomPrograms = 8;
  constexpr int kGoroutines = 120;
  int turn = static_cast<int>(seed % 3);
  for (const Program& program : programs()) {
    gmp::Options options;
    options.gomaxprocs = kProcs[turn++ % 3];
    program.set(options);
    traces.push_back(record(program.name, options, program.run));
  }
  for (std::uint32_t i = 0; i < kRandomPrograms; ++i) {
    gmp::Options options;
    options.gomaxprocs = kProcs[turn++ % 3];
    if (i % 2 != 0) options.perturbation_seed = seed + i + 1;
    RandomProgram program(seed + i, kGoroutines);
    traces.push_back(record("random " + std::to_string(seed + i), options, [&program] { program.run(); }));
  }
  return traces;
}

}  // namespace gmpscope::test
