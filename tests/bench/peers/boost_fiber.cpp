// The works on Boost.Fiber: bench_boost_fiber WORK P COUNT prints one figure, or - for a work that it isn't asked for.
// See ../README.md. With one thread its round-robin scheduler, with more its work stealing; its default stacks.

#include <boost/fiber/all.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/peers/memory.h"

namespace {

namespace fibers = boost::fibers;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using gmpscope::bench::pageTableBytes;
using gmpscope::bench::residentBytes;
using Status = fibers::channel_op_status;
using Chan = fibers::unbuffered_channel<long>;

double nanosSince(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

void require(bool holds) {
  if (!holds) std::abort();
}

class WaitGroup {
 public:
  void add(long n) { left_ += n; }
  // Under the lock to the end: the waiter may destroy the group.
  void done() {
    const std::lock_guard guard(mutex_);
    if (--left_ == 0) zero_.notify_all();
  }
  void wait() {
    std::unique_lock guard(mutex_);
    zero_.wait(guard, [this] { return left_ == 0; });
  }

 private:
  fibers::mutex mutex_;
  fibers::condition_variable zero_;
  std::atomic<long> left_{0};
};

template <class F>
void go(F&& f) {
  fibers::fiber(fibers::launch::post, std::forward<F>(f)).detach();
}

double yields(long count) {
  WaitGroup group;
  const auto start = Clock::now();
  group.add(2);
  for (int i = 0; i < 2; ++i)
    go([count, &group] {
      for (long n = 0; n < count; ++n) boost::this_fiber::yield();
      group.done();
    });
  group.wait();
  return nanosSince(start) / (2.0 * static_cast<double>(count));
}

double pingPong(long count) {
  Chan there, back;
  fibers::fiber other(fibers::launch::post, [&] {
    long value = 0;
    while (there.pop(value) == Status::success) back.push(value);
  });
  const auto start = Clock::now();
  for (long i = 0; i < count; ++i) {
    long value = -1;
    there.push(i);
    back.pop(value);
    require(value == i);
  }
  const double nanos = nanosSince(start);
  there.close();
  other.join();
  return nanos / static_cast<double>(count);
}

double buffered(long count) {
  fibers::buffered_channel<long> chan(128);
  const auto start = Clock::now();
  fibers::fiber producer(fibers::launch::post, [&chan, count] {
    for (long i = 0; i < count; ++i) chan.push(i);
    chan.close();
  });
  long sum = 0, value = 0;
  while (chan.pop(value) == Status::success) sum += value;
  require(sum == count * (count - 1) / 2);
  const double nanos = nanosSince(start);
  producer.join();
  return nanos / static_cast<double>(count);
}

double spawn(long count) {
  constexpr long kBatch = 1000;
  WaitGroup group;
  const auto start = Clock::now();
  for (long done = 0; done < count; done += kBatch) {
    group.add(kBatch);
    for (long i = 0; i < kBatch; ++i) go([&group] { group.done(); });
    group.wait();
  }
  return nanosSince(start) / static_cast<double>(count);
}

void skynetNode(const std::shared_ptr<Chan>& up, long number, long leaves) {
  if (leaves == 1) {
    up->push(number);
    return;
  }
  const auto down = std::make_shared<Chan>();
  for (long i = 0; i < 10; ++i)
    go([down, number, leaves, i] { skynetNode(down, number + i * (leaves / 10), leaves / 10); });
  long sum = 0, value = 0;
  for (int i = 0; i < 10; ++i) {
    down->pop(value);
    sum += value;
  }
  up->push(sum);
}

double skynet(long count) {
  const auto top = std::make_shared<Chan>();
  const auto start = Clock::now();
  go([top, count] { skynetNode(top, 0, count); });
  long sum = 0;
  top->pop(sum);
  require(sum == count * (count - 1) / 2);
  return nanosSince(start) / static_cast<double>(count);
}

double mutex(long count) {
  constexpr long kFibers = 8;
  fibers::mutex lock;
  WaitGroup group;
  long counter = 0;
  const auto start = Clock::now();
  group.add(kFibers);
  for (long i = 0; i < kFibers; ++i)
    go([&, count] {
      for (long n = 0; n < count / kFibers; ++n) {
        lock.lock();
        ++counter;
        lock.unlock();
      }
      group.done();
    });
  group.wait();
  require(counter == count / kFibers * kFibers);
  return nanosSince(start) / static_cast<double>(count);
}

template <double bytes()>
double parkedMemory(long count) {
  Chan gate;
  WaitGroup group;
  std::atomic<long> arrived{0};
  const double before = bytes();
  group.add(count);
  for (long i = 0; i < count; ++i)
    go([&] {
      arrived.fetch_add(1, std::memory_order_relaxed);
      long value = 0;
      require(gate.pop(value) == Status::success);
      group.done();
    });
  while (arrived.load(std::memory_order_relaxed) != count) boost::this_fiber::yield();
  const double each = (bytes() - before) / static_cast<double>(count);
  for (long i = 0; i < count; ++i) gate.push(i);
  group.wait();
  return each;
}

double notRunMemory(long count) {
  WaitGroup group;
  const double before = residentBytes();
  group.add(count);
  for (long i = 0; i < count; ++i) go([&group] { group.done(); });
  const double each = (residentBytes() - before) / static_cast<double>(count);
  group.wait();
  return each;
}

double sleepOvershoot(long count) {
  std::vector<double> late;
  for (long i = 0; i < count; ++i) {
    const auto start = Clock::now();
    boost::this_fiber::sleep_for(1ms);
    late.push_back(nanosSince(start) - 1e6);
  }
  std::nth_element(late.begin(), late.begin() + count / 2, late.end());
  return late[static_cast<std::size_t>(count / 2)];
}

struct Work {
  std::string_view name;
  double (*figure)(long count);
  bool warm;  // the first tenth of the count runs before and isn't measured
};

constexpr Work kWorks[] = {
    {"gosched", yields, true},
    {"ping-pong", pingPong, true},
    {"buffered", buffered, true},
    {"spawn", spawn, true},
    {"skynet", skynet, false},
    {"mutex", mutex, true},
    {"parked-bytes", parkedMemory<residentBytes>, false},
    {"parked-tables", parkedMemory<pageTableBytes>, false},
    {"not-run-bytes", notRunMemory, false},
    {"sleep", sleepOvershoot, false},
};

// The threads beside the first, until the work is done.
class Helpers {
 public:
  explicit Helpers(std::uint32_t procs) {
    if (procs == 1) return;
    for (std::uint32_t i = 1; i < procs; ++i)
      threads_.emplace_back([this, procs] {
        fibers::use_scheduling_algorithm<fibers::algo::work_stealing>(procs, true);
        std::unique_lock guard(mutex_);
        over_.wait(guard, [this] { return done_; });
      });
    fibers::use_scheduling_algorithm<fibers::algo::work_stealing>(procs, true);
  }
  ~Helpers() {
    {
      const std::lock_guard guard(mutex_);
      done_ = true;
    }
    over_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  fibers::mutex mutex_;
  fibers::condition_variable over_;
  bool done_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: bench_boost_fiber WORK P COUNT\n");
    return 2;
  }
  const auto* work =
      std::find_if(std::begin(kWorks), std::end(kWorks), [&](const Work& w) { return w.name == argv[1]; });
  if (work == std::end(kWorks)) {
    std::puts("-");
    return 0;
  }
  const long count = std::atol(argv[3]);
  const Helpers helpers(static_cast<std::uint32_t>(std::atoi(argv[2])));
  boost::this_fiber::sleep_for(20ms);  // all threads have slept once
  if (work->warm) work->figure(std::max(1000L, count / 10));
  std::printf("%.1f\n", work->figure(count));
  return 0;
}
