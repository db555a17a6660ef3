#pragma once
// Draws the lanes of goroutines, processors, threads and cores from changes and kernel records, which come merged in
// order of time. Knows what each thread does now; whenever that changes, the spans that it concerns change.
//
// Used by the model builder's thread alone.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/analysis/lane_change.h"
#include "core/analysis/model_parts.h"
#include "core/kernel/switch_record.h"

namespace gmpscope::analysis {

class LaneBuilder {
 public:
  explicit LaneBuilder(ModelParts& model);

  void apply(const LaneChange& change);
  void apply(const kernel::SwitchRecord& record, Nanos time);
  // Makes all that was drawn since the last call visible.
  void publish();
  void finish(Nanos end);
  // What each thread does now; of the lanes see model_builder_save.cpp. lane_builder_save.h
  template <class Archive, class Cause>
  void walk(Archive& archive, const Cause& cause);
  [[nodiscard]] bool isSound() const;
  // Calls f(g) for each goroutine that a thread is drawn with.
  template <class F>
  void forEachDrawn(const F& f) const {
    for (const ThreadNow& now : threads_)
      for (const LifeId g : {now.g, now.shownG})
        if (g.valid()) f(g);
  }
  // Calls f(index) for each event that it refers to.
  template <class F>
  void forEachCause(const F& f) const {
    for (const ThreadNow& now : threads_) {
      f(now.runCause);
      f(now.ownCause);
    }
  }

  // What the kernel said of Ms.
  [[nodiscard]] std::uint32_t executing() const { return executing_; }  // Ms that are on cores
  [[nodiscard]] std::uint64_t voluntary() const { return voluntary_; }
  [[nodiscard]] std::uint64_t involuntary() const { return involuntary_; }
  [[nodiscard]] std::uint64_t migrations() const { return migrations_; }

 private:
  static constexpr std::uint16_t kNoProcessor = 0xfff;
  static constexpr std::uint16_t kNoCore = 0xffff;
  static constexpr std::size_t kMostCores = 4096;  // that are believed

  // What the kernel last said of a thread.
  enum class Kernel : std::uint8_t { Unknown, OnCore, OffRunnable, OffWaiting, Gone };
  struct KernelThread {
    Kernel state = Kernel::Unknown;
    std::uint16_t core = kNoCore;      // on which it executes
    std::uint16_t lastCore = kNoCore;  // on which it executed last
    MId m;

    template <class Archive>
    void walk(Archive& archive);
  };
  struct ThreadNow {
    std::uint32_t tid = 0;
    Kernel kernel = Kernel::Unknown;
    bool spinning = false;
    bool asleep = false;
    bool lost = false;                   // what it does isn't known since a gap
    bool calling = false;                // g is in a system call
    std::uint16_t p = kNoProcessor;      // with which it runs g
    std::uint16_t spinP = kNoProcessor;  // with which it spins
    LifeId g{};
    std::uint32_t runCause = 0;  // the event that started g
    std::uint32_t ownCause = 0;  // its own last event of another kind
    // The span that its lane shows.
    bool shown = false;
    SpanState state = SpanState::Executing;
    LifeId shownG{};
  };
  struct CoreNow {
    SpanLane* lane = nullptr;
    std::uint32_t tid = 0;  // 0: none of ours
    bool lost = false;
  };

  void run(const LaneChange& change);
  void call(const LaneChange& change);
  void processorTaken(const LaneChange& change);
  void stop(const LaneChange& change);
  void fault(const LaneChange& change);
  void spinBegin(const LaneChange& change);
  void spinEnd(const LaneChange& change);
  void bind(const LaneChange& change);
  void lose(Nanos time);

  void switchIn(const kernel::SwitchRecord& record, Nanos time);
  void switchOut(const kernel::SwitchRecord& record, Nanos time);
  void kernelLost(std::uint16_t core, Nanos time);
  void kernelState(KernelThread& known, Kernel state, Nanos time);
  void note(const kernel::SwitchRecord& record, Nanos time);
  void executes(int more, Nanos time);  // so many more Ms are on cores

  void showRun(MId m, Nanos time, std::uint8_t flags);  // the lanes of its goroutine and its P
  void showThread(MId m, Nanos time, std::uint8_t flags);
  void showCore(std::uint16_t core, Nanos time, std::uint8_t flags);

  ThreadNow& thread(MId m);
  SpanLane& goroutineLane(LifeId g);
  [[nodiscard]] bool isOpen(LifeId g) const;
  SpanLane& processorLane(std::uint16_t p);
  void closeGoroutines(Nanos time);

  ModelParts& model_;
  std::vector<ThreadNow> threads_;                                 // by M
  std::unordered_map<std::uint32_t, KernelThread> kernelThreads_;  // by tid
  std::vector<CoreNow> cores_;                                     // by the kernel's number
  bool kernelSpoke_ = false;
  std::uint32_t executing_ = 0;  // Ms on cores
  std::uint64_t voluntary_ = 0, involuntary_ = 0, migrations_ = 0;

  std::uint32_t seen_ = 0;       // lives that have had a span: those below
  std::vector<LifeId> touched_;  // goroutines whose lanes have something to publish
  std::vector<bool> isTouched_;  // by life
};

}  // namespace gmpscope::analysis
