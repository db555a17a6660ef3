// What the trace says of the queues of a run that stands still is what stands in the runtime's own memory, slot by
// slot: the second oracle beside the rules, which only compare events with each other.

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "core/base/spin_lock.h"
#include "core/runtime/hold.h"
#include "core/runtime/sched.h"
#include "core/workload/stop_flag.h"
#include "tests/stress/board_replay.h"
#include "tests/stress/random_program.h"
#include "tests/stress/stress_time.h"
#include "tests/stress/watchdog.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

// Goroutines by their numbers.
struct Queues {
  struct Processor {
    std::uint32_t runnext = 0, running = 0;
    std::vector<std::uint32_t> ring;
    friend bool operator==(const Processor&, const Processor&) = default;
  };
  std::vector<Processor> processors;
  std::vector<std::uint32_t> global, idlePs, idleMs;
  friend bool operator==(const Queues&, const Queues&) = default;

  [[nodiscard]] std::size_t slots() const {
    std::size_t sum = global.size();
    for (const Processor& p : processors) sum += p.ring.size() + (p.runnext != 0 ? 1 : 0);
    return sum;
  }
};

std::ostream& operator<<(std::ostream& out, const Queues& queues) {
  const auto list = [&out](const char* name, const std::vector<std::uint32_t>& numbers) {
    out << ' ' << name;
    for (const std::uint32_t number : numbers) out << ' ' << number;
  };
  for (std::size_t p = 0; p < queues.processors.size(); ++p) {
    out << "\nP" << p << " runs " << queues.processors[p].running << " next " << queues.processors[p].runnext;
    list("ring", queues.processors[p].ring);
  }
  out << '\n';
  list("global", queues.global);
  list("idle Ps", queues.idlePs);
  list("idle Ms", queues.idleMs);
  return out;
}

// What a request left behind, and how many changes of holds there had been by then: the trace counts the same.
struct Stop {
  std::uint32_t sequence = 0;
  // None: somebody was in foreign code for longer than a request waits, and goes on.
  std::optional<Queues> queues;
};

Stop readMemory(gmp::rt::Sched& sched) {
  const SpinGuard guard(sched.lock);
  const auto goid = [&sched](std::uint32_t slot) {
    return slot == 0 ? 0 : static_cast<std::uint32_t>(sched.gs[slot].goid);
  };
  Stop stop;
  stop.sequence = sched.holds.sequence;
  if (!gmp::rt::allStandStill(sched)) return stop;
  Queues& queues = stop.queues.emplace();
  for (std::uint32_t i = 0; i < sched.procCount(); ++i) {
    const gmp::rt::P& p = sched.ps[i];
    Queues::Processor& found = queues.processors.emplace_back();
    found.runnext = goid(p.queue.next().g);
    const auto [head, tail] = p.queue.seen();
    for (std::uint32_t at = head; at != tail; ++at) found.ring.push_back(goid(p.queue.peek(at)));
    const gmp::rt::M* m = p.m.load(std::memory_order_acquire);
    const bool idle = p.idle.load(std::memory_order_relaxed);
    if (const gmp::rt::G* g = idle || m == nullptr ? nullptr : m->calling != nullptr ? m->calling : m->curg)
      found.running = static_cast<std::uint32_t>(g->goid);
  }
  for (std::uint32_t at = sched.global.head(); at != sched.global.tail(); ++at)
    queues.global.push_back(goid(sched.global.peek(at)));
  for (const gmp::rt::P* p : sched.idlePs) queues.idlePs.push_back(p->id);
  for (const gmp::rt::M* m : sched.idleMs) queues.idleMs.push_back(m->id);
  return stop;
}

// The same as the trace tells it, whenever the run stands still.
class ToldQueues final : public trace::OpSink {
 public:
  void onOp(const trace::AppliedOp& applied) override {
    replay_.onOp(applied);
    if (applied.op.kind == trace::OpKind::GNew) {
      if (applied.goroutines[0].value >= goids_.size()) goids_.resize(applied.goroutines[0].value + 1);
      goids_[applied.goroutines[0].value] = applied.op.count;
    }
    if (applied.op.kind != trace::OpKind::Hold) return;
    if (applied.event.kind() == trace::EventKind::RunHeld) stands_ = true;
    if (applied.event.kind() == trace::EventKind::RunStep || applied.event.kind() == trace::EventKind::RunResume)
      stands_ = false;
    if (stands_) told_[applied.op.position + 1] = queues();
  }
  void onEdge(Nanos /*edge*/) override {}
  void onGap(Nanos /*from*/, Nanos /*to*/, std::uint64_t /*dropped*/) override {}

  // None: it didn't stand still then.
  [[nodiscard]] const Queues* at(std::uint32_t sequence) const {
    const auto found = told_.find(sequence);
    return found != told_.end() ? &found->second : nullptr;
  }

 private:
  [[nodiscard]] std::vector<std::uint32_t> goids(const std::vector<LifeId>& lives) const {
    std::vector<std::uint32_t> numbers;
    for (const LifeId life : lives) numbers.push_back(goid(life));
    return numbers;
  }
  [[nodiscard]] std::uint32_t goid(LifeId life) const { return life.valid() ? goids_.at(life.value) : 0; }
  [[nodiscard]] Queues queues() const {
    Queues told;
    for (const Board::Processor& p : replay_.now().processors)
      if (p.there) told.processors.push_back({goid(p.runnext), goid(p.running), goids(p.queue)});
    told.global = goids(replay_.now().global);
    told.idlePs = replay_.now().idleP;
    for (const MId m : replay_.now().idleM) told.idleMs.push_back(m.value);
    return told;
  }

  BoardReplay replay_{{}};
  std::vector<std::uint32_t> goids_;  // by life
  bool stands_ = false;
  std::map<std::uint32_t, Queues> told_;
};

class Frozen : public TracedRun {
 protected:
  // Random programs one after another, held or stepped at random so many times.
  void freeze(std::uint32_t seed, int times) {
    gmp::rt::Control control;
    workload::StopFlag stop;
    ToldQueues told;
    std::atomic<gmp::rt::Sched*> sched{nullptr};
    std::vector<Stop> stops;
    std::thread outside([&] {
      while (sched.load(std::memory_order_acquire) == nullptr) std::this_thread::yield();
      std::minstd_rand random(seed);
      const auto carryOut = [&control](const gmp::rt::ControlRequest& request) {
        control.request(request);
        ASSERT_TRUE(control.waitUntilDone(std::chrono::seconds(60))) << "a request is never done";
      };
      for (int i = 0; i < times; ++i) {
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 500));
        if (random() % 3 == 0)
          carryOut(gmp::rt::StepRequest{static_cast<std::uint32_t>(1 + random() % 3)});
        else
          carryOut(gmp::rt::PauseRequest{});
        stops.push_back(readMemory(*sched.load(std::memory_order_relaxed)));
        if (random() % 2 == 0) carryOut(gmp::rt::ResumeRequest{});
      }
      carryOut(gmp::rt::ResumeRequest{});
      stop.request();
    });
    RunSettings settings;
    settings.keepEvents = false;
    settings.control = &control;
    settings.sinks = {&told};
    settings.options.queue_size = seed % 2 == 0 ? 256 : 8;
    const RunRecord record = runWith(settings, [&] {
      sched.store(&gmp::rt::currentM()->sched, std::memory_order_release);
      for (std::uint32_t program = seed; !stop.requested(); ++program) RandomProgram(program, 200).run();
    });
    outside.join();
    ASSERT_EQ(record.code, 0);
    for (const Stop& each : stops) compare(each, told);
  }

  std::uint64_t compared_ = 0, slots_ = 0;

 private:
  void compare(const Stop& stop, const ToldQueues& told) {
    const Queues* queues = told.at(stop.sequence);
    if (queues == nullptr) return;
    const std::string when = "after " + std::to_string(stop.sequence) + " changes of the hold";
    ASSERT_TRUE(stop.queues) << when << " the trace alone says that the run stands still";
    EXPECT_EQ(*stop.queues, *queues) << when;
    ++compared_;
    slots_ += stop.queues->slots();
  }
};
GMPSCOPE_WITH_PROCS(Frozen);

TEST_P(Frozen, QueuesInMemoryAreThoseOfTheTrace) {
  Watchdog watchdog("a frozen run");
  std::uint32_t seed = stressSeed();
  std::printf("first seed %u\n", seed);
  const auto end = stressEnd();
  do {
    SCOPED_TRACE("seed " + std::to_string(seed));
    watchdog.progress(seed);
    freeze(seed++, 125);
    if (HasFailure()) return;
  } while (std::chrono::steady_clock::now() < end || compared_ < 250);
  std::printf("%llu stops, %llu slots\n", static_cast<unsigned long long>(compared_),
              static_cast<unsigned long long>(slots_));
  EXPECT_GT(slots_, compared_);
}

}  // namespace
}  // namespace gmpscope::test
