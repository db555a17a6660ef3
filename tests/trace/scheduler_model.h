#pragma once
// A scheduler without threads: every change of a shared variable is one instant, and between any two instants another M
// may act. An M's step takes its stamp first, then changes things one by one, and is published last, so events come
// late and stamps out of order, as on real cores but far more so.

#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <vector>

#include "core/trace/reader/arena_reader.h"
#include "tests/trace/replay.h"

namespace gmpscope::trace {

class SchedulerModel {
 public:
  struct Settings {
    std::uint32_t seed = 0;
    std::uint32_t procs = 1;
    bool reuseSlots = false;            // lives in one slot are told apart by stamps, which must then be true
    std::uint32_t longestSleep = 1000;  // instants that an M may be off its core, also within a step
  };
  explicit SchedulerModel(const Settings& settings);

  // One instant of some M. What a step that ends there wrote is passed on whole.
  void instant(const std::function<void(const RawRun&)>& publish);
  // Lets every step that has begun come to its end.
  void settle(const std::function<void(const RawRun&)>& publish);

  // Every step with an earlier stamp has been published.
  [[nodiscard]] std::uint64_t frontier() const;
  // Ms that are within a step.
  [[nodiscard]] std::vector<OddM> odd() const;
  [[nodiscard]] Contents contents() const;

 private:
  static constexpr std::uint32_t kRing = 256;
  static constexpr std::uint32_t kObjects = 8;
  using Act = std::function<void()>;

  struct P {
    std::deque<std::uint32_t> ring;
    std::uint32_t head = 0, next = 0, generation = 0, tick = 0;
    [[nodiscard]] std::uint32_t tail() const { return head + static_cast<std::uint32_t>(ring.size()); }
  };
  struct M {
    std::uint32_t id = 0;
    P* p = nullptr;
    std::uint32_t running = 0;
    bool parked = false;
    bool fresh = false;             // has a P, but hasn't said that it is there
    std::uint64_t stamp = 0;        // of the step under way
    std::uint64_t asleepUntil = 0;  // the kernel has taken its core
    std::deque<Act> acts;           // what is left of the step
    std::vector<Event> events;
  };
  struct Object {
    std::uint32_t sequence = 0;
    std::vector<std::uint32_t> waiters;
  };

  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  std::uint32_t number(const P& p) const { return static_cast<std::uint32_t>(&p - ps_.data()); }
  void emit(M& m, EventKind kind, std::uint32_t p, std::uint32_t g = 0, std::uint32_t a = 0, std::uint32_t b = 0,
            std::uint32_t c = 0, std::uint32_t d = 0);
  void then(M& m, Act act) { m.acts.push_back(std::move(act)); }

  void plan(M& m);
  void planRunning(M& m);
  void planLooking(M& m);
  std::uint32_t newSlot();
  void create(M& m, std::uint32_t slot);
  void putNext(M& m, EventKind kind, std::uint32_t g, std::uint32_t a, std::uint32_t b);
  void putTail(M& m, std::uint32_t g);
  void wait(M& m);
  void wake(M& m);
  void wakeMany(M& m, std::uint32_t object);
  void wakeNext(M& m, std::vector<std::uint32_t> woken, std::uint32_t object, std::uint32_t sequence);
  void yield(M& m);
  void end(M& m);
  void startLocal(M& m);
  void takeGlobal(M& m, std::uint32_t limit);
  void steal(M& m);
  void stealNext(M& m);
  void giveUpP(M& m);
  void wakeM(M& m);
  void arrive(M& m);

  std::mt19937 random_;
  const bool reuseSlots_;
  const std::uint32_t longestSleep_;
  std::vector<P> ps_;
  std::deque<M> ms_;
  std::vector<Object> objects_;
  std::deque<std::uint32_t> global_;
  std::uint32_t globalHead_ = 0;
  std::vector<std::uint32_t> idlePs_, idleMs_, freeSlots_;
  std::uint32_t idlePSequence_ = 0, idleMSequence_ = 0;
  std::uint32_t nextSlot_ = 1, nextGoid_ = 1, alive_ = 0;
  std::uint64_t clock_ = 1000;
};

}  // namespace gmpscope::trace
