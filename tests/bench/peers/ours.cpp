// The works on our runtime: bench_ours WORK P COUNT [traced] prints one figure. What each work does and in which unit
// its figure is: ../README.md. The other peers do the same, line for line where their interfaces allow it.

#include <gmp/gmp.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/bench/peers/memory.h"
#include "tests/bench/peers/traced.h"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using gmpscope::bench::pageTableBytes;
using gmpscope::bench::residentBytes;

double nanosSince(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

void require(bool holds) {
  if (!holds) std::abort();
}

double yields(long count) {
  gmp::WaitGroup group;
  const auto start = Clock::now();
  for (int i = 0; i < 2; ++i)
    group.go([count] {
      for (long n = 0; n < count; ++n) gmp::gosched();
    });
  group.wait();
  return nanosSince(start) / (2.0 * static_cast<double>(count));
}

double pingPong(long count) {
  gmp::Chan<long> there(0), back(0);
  gmp::go([there, back] {
    while (auto value = there.recv()) back.send(*value);
    back.close();
  });
  const auto start = Clock::now();
  for (long i = 0; i < count; ++i) {
    there.send(i);
    require(back.recv() == i);
  }
  const double nanos = nanosSince(start);
  there.close();
  require(!back.recv());
  return nanos / static_cast<double>(count);
}

double buffered(long count) {
  gmp::Chan<long> chan(128);
  const auto start = Clock::now();
  gmp::go([chan, count] {
    for (long i = 0; i < count; ++i) chan.send(i);
    chan.close();
  });
  long sum = 0;
  while (auto value = chan.recv()) sum += *value;
  require(sum == count * (count - 1) / 2);
  return nanosSince(start) / static_cast<double>(count);
}

double spawn(long count) {
  constexpr long kBatch = 1000;
  gmp::WaitGroup group;
  const auto start = Clock::now();
  for (long done = 0; done < count; done += kBatch) {
    group.add(kBatch);
    for (long i = 0; i < kBatch; ++i) gmp::go([&group] { group.done(); });
    group.wait();
  }
  return nanosSince(start) / static_cast<double>(count);
}

void skynetNode(const gmp::Chan<long>& up, long number, long leaves) {
  if (leaves == 1) {
    up.send(number);
    return;
  }
  const gmp::Chan<long> down(0);
  for (long i = 0; i < 10; ++i)
    gmp::go([down, number, leaves, i] { skynetNode(down, number + i * (leaves / 10), leaves / 10); });
  long sum = 0;
  for (int i = 0; i < 10; ++i) sum += *down.recv();
  up.send(sum);
}

double skynet(long count) {
  const gmp::Chan<long> top(0);
  const auto start = Clock::now();
  gmp::go([top, count] { skynetNode(top, 0, count); });
  require(top.recv() == count * (count - 1) / 2);
  return nanosSince(start) / static_cast<double>(count);
}

double mutex(long count) {
  constexpr long kGoroutines = 8;
  gmp::Mutex lock;
  gmp::WaitGroup group;
  long counter = 0;
  const auto start = Clock::now();
  for (long i = 0; i < kGoroutines; ++i)
    group.go([&, count] {
      for (long n = 0; n < count / kGoroutines; ++n) {
        lock.lock();
        ++counter;
        lock.unlock();
      }
    });
  group.wait();
  require(counter == count / kGoroutines * kGoroutines);
  return nanosSince(start) / static_cast<double>(count);
}

// Only the selects are measured, not how the channels are filled again.
double selectReady(long count) {
  constexpr long kBatch = 1000;
  const gmp::Chan<long> a(kBatch), b(kBatch);
  long sum = 0, made = 0;
  double nanos = 0;
  const auto add = [&sum](std::optional<long> value) { sum += *value; };
  for (long done = 0; done < count; done += kBatch) {
    for (long one = 1; a.try_send(one); one = 1) ++made;
    for (long one = 1; b.try_send(one); one = 1) ++made;
    const auto start = Clock::now();
    for (long i = 0; i < kBatch; ++i) gmp::select(gmp::on_recv(a, add), gmp::on_recv(b, add));
    nanos += nanosSince(start);
  }
  require(sum == made - static_cast<long>(a.size() + b.size()));
  return nanos / static_cast<double>(count);
}

constexpr long kConnections = 64;
constexpr std::size_t kMessage = 64;
constexpr std::size_t kRoom = 4096;  // a server doesn't know how much will come

void readAll(gmp::TcpStream& stream, char* to) {
  for (std::size_t got = 0; got < kMessage;) {
    const std::size_t n = stream.read(to + got, kMessage - got);
    require(n > 0);
    got += n;
  }
}

double echo(long count) {
  auto listener = gmp::TcpListener::listen("127.0.0.1", 0);
  gmp::WaitGroup served, asked;
  served.go([&] {
    for (long i = 0; i < kConnections; ++i)
      served.go([stream = listener.accept()]() mutable {
        char bytes[kRoom];
        while (const std::size_t n = stream.read(bytes, kRoom)) stream.write(bytes, n);
      });
  });
  const auto start = Clock::now();
  for (long i = 0; i < kConnections; ++i)
    asked.go([&listener, count] {
      auto stream = gmp::TcpStream::connect("127.0.0.1", listener.port());
      char message[kMessage] = {};
      for (long n = 0; n < count / kConnections; ++n) {
        stream.write(message, kMessage);
        readAll(stream, message);
      }
    });
  asked.wait();
  const double nanos = nanosSince(start);
  served.wait();
  return nanos / static_cast<double>(count / kConnections * kConnections);
}

// `count` goroutines that have run and wait.
struct Parked {
  explicit Parked(long count) : size(count) {
    for (long i = 0; i < count; ++i)
      group.go([this, waits = gate] {
        arrived.fetch_add(1, std::memory_order_relaxed);
        require(waits.recv().has_value());
      });
    while (arrived.load(std::memory_order_relaxed) != count) gmp::gosched();
  }
  void wakeEach() {
    for (long i = 0; i < size; ++i) gate.send(i);
    group.wait();
  }

  const long size;
  const gmp::Chan<long> gate{0};
  gmp::WaitGroup group;
  std::atomic<long> arrived{0};
};

template <double bytes()>
double parkedMemory(long count) {
  const double before = bytes();
  Parked parked(count);
  const double each = (bytes() - before) / static_cast<double>(count);
  parked.wakeEach();
  return each;
}

double parkMany(long count) {
  const auto start = Clock::now();
  Parked parked(count);
  const double each = nanosSince(start) / static_cast<double>(count);
  parked.wakeEach();
  return each;
}

double wakeMany(long count) {
  Parked parked(count);
  const auto start = Clock::now();
  parked.wakeEach();
  return nanosSince(start) / static_cast<double>(count);
}

// With one P they don't run before the creator waits.
double notRunMemory(long count) {
  gmp::WaitGroup group;
  const double before = residentBytes();
  group.add(static_cast<int>(count));
  for (long i = 0; i < count; ++i) gmp::go([&group] { group.done(); });
  const double each = (residentBytes() - before) / static_cast<double>(count);
  group.wait();
  return each;
}

double sleepOvershoot(long count) {
  std::vector<double> late;
  for (long i = 0; i < count; ++i) {
    const auto start = Clock::now();
    gmp::sleep_for(1ms);
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
    {"select", selectReady, true},
    {"echo", echo, true},
    {"park-many", parkMany, false},
    {"wake-many", wakeMany, false},
    {"parked-bytes", parkedMemory<residentBytes>, false},
    {"parked-tables", parkedMemory<pageTableBytes>, false},
    {"not-run-bytes", notRunMemory, false},
    {"sleep", sleepOvershoot, false},
};

}  // namespace

int main(int argc, char** argv) {
  const auto* work =
      std::find_if(std::begin(kWorks), std::end(kWorks), [&](const Work& w) { return argc >= 4 && w.name == argv[1]; });
  if (work == std::end(kWorks)) {
    std::fprintf(stderr, "usage: bench_ours WORK P COUNT [traced]\n");
    return 2;
  }
  const bool traced = argc > 4 && std::string_view(argv[4]) == "traced";
  const long count = std::atol(argv[3]);
  double figure = 0;
  const std::uint64_t dropped = gmpscope::bench::runOnce(traced, std::atoi(argv[2]), [&] {
    gmp::sleep_for(20ms);  // all threads have slept once, as they do in a program that has run for a while
    if (work->warm) work->figure(std::max(1000L, count / 10));
    figure = work->figure(count);
  });
  if (dropped != 0)
    std::fprintf(stderr, "bench_ours: %llu events were dropped\n", static_cast<unsigned long long>(dropped));
  std::printf("%.1f\n", figure);
  return 0;
}
