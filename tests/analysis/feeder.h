#pragma once
// Feeds a model builder with ordered ops as the linearizer would, one call per event. Goroutine slots are lives + 1;
// positions and generations are kept here.

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <string_view>
#include <vector>

#include "core/analysis/model_builder.h"
#include "core/trace/reader/op.h"

namespace gmpscope::analysis {

class Feeder {
 public:
  explicit Feeder(trace::OpSink& sink) : sink_(sink) {}

  void at(Nanos time) { time_ = time; }
  void edge(Nanos time) { sink_.onEdge(time); }
  [[nodiscard]] std::uint64_t events() const { return events_; }

  // Marks.
  void mark(trace::EventKind kind, std::uint32_t m, std::uint32_t p = kNoP, std::uint32_t g = 0, std::uint32_t a = 0,
            std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
    begin(kind, m, p, g, a, b, c, d);
    emit({.m = MId{m}}, {}, true, true);
  }
  void name(std::uint32_t m, std::uint32_t id, std::string_view text) {
    for (std::uint32_t part = 0; part * 16 <= text.size(); ++part) {
      std::uint32_t words[4] = {};
      text.copy(reinterpret_cast<char*>(words), 16, part * 16);
      mark(trace::EventKind::StringPart, m, part, id, words[0], words[1], words[2], words[3]);
    }
  }

  // Goroutines.
  LifeId create(std::uint32_t m, std::uint32_t p, LifeId parent = {}, std::uint32_t name = 0) {
    const LifeId g{lives_++};
    const LifeId kicked = next_[p];
    next_[p] = g;
    const std::uint32_t generation = generation_[p]++;
    begin(trace::EventKind::GCreate, m, p, slot(g), name, g.value + 1, generation, kicked.valid() ? slot(kicked) : 0);
    emit({.kind = trace::OpKind::GNew,
          .m = MId{m},
          .g = g.value,
          .other = parent.value,
          .position = name,
          .count = g.value + 1},
         {g}, true, false);
    emit({.kind = trace::OpKind::NextPut, .p = p16(p), .m = MId{m}, .g = g.value, .position = generation}, {g}, false,
         true);
    if (kicked.valid()) putLocal(m, p, kicked);
    return g;
  }
  void putLocal(std::uint32_t m, std::uint32_t p, LifeId g) {
    const std::uint32_t tail = tail_[p]++;
    begin(trace::EventKind::GPutLocal, m, p, slot(g), head_[p], tail);
    emit({.kind = trace::OpKind::LocalPut, .p = p16(p), .m = MId{m}, .position = tail, .count = 1}, {g}, true, true);
  }
  void startNext(std::uint32_t m, std::uint32_t p) {
    const LifeId g = next_[p];
    next_[p] = LifeId{};
    begin(trace::EventKind::GStartNext, m, p, slot(g), generation_[p]);
    emit({.kind = trace::OpKind::NextTake, .p = p16(p), .m = MId{m}, .g = g.value, .position = generation_[p]++}, {g},
         true, false);
    run(m, p, g);
  }
  void startLocal(std::uint32_t m, std::uint32_t p, LifeId g, std::uint32_t schedtick = 1) {
    const std::uint32_t head = head_[p]++;
    begin(trace::EventKind::GStartLocal, m, p, slot(g), head, tail_[p], schedtick);
    emit({.kind = trace::OpKind::LocalTake, .p = p16(p), .m = MId{m}, .position = head, .count = 1}, {g}, true, false);
    run(m, p, g);
  }
  void search(std::uint32_t m, std::uint32_t p, std::uint32_t start, std::uint32_t stride, std::uint32_t looked,
              std::uint32_t found) {
    mark(trace::EventKind::StealSearch, m, p, 0, start, stride, looked, found);
  }
  // The last of `goroutines` runs, the others go to p's ring.
  void steal(std::uint32_t m, std::uint32_t p, std::uint32_t victim, const std::vector<LifeId>& goroutines) {
    const LifeId last = goroutines.back();
    const std::uint32_t head = head_[victim];
    head_[victim] += static_cast<std::uint32_t>(goroutines.size());
    const auto count = static_cast<std::uint32_t>(goroutines.size());
    begin(trace::EventKind::GStartSteal, m, p, slot(last), victim, head, tail_[victim], tail_[p]);
    emit({.kind = trace::OpKind::LocalTake, .p = p16(victim), .m = MId{m}, .position = head, .count = count},
         goroutines, true, false);
    if (count > 1) {
      emit({.kind = trace::OpKind::LocalPut, .p = p16(p), .m = MId{m}, .position = tail_[p], .count = count - 1},
           {goroutines.begin(), goroutines.end() - 1}, false, false);
      tail_[p] += count - 1;
    }
    run(m, p, last);
  }
  // The first of `goroutines` runs, the others go to p's ring.
  void startGlobal(std::uint32_t m, std::uint32_t p, const std::vector<LifeId>& goroutines,
                   std::uint32_t schedtick = 1) {
    const auto count = static_cast<std::uint32_t>(goroutines.size());
    begin(trace::EventKind::GStartGlobal, m, p, slot(goroutines[0]), globalHead_,
          count | (globalTail_ - globalHead_) << 8, tail_[p], schedtick);
    emit({.kind = trace::OpKind::GlobalTake, .m = MId{m}, .position = globalHead_, .count = count}, goroutines, true,
         false);
    globalHead_ += count;
    if (count > 1) {
      emit({.kind = trace::OpKind::LocalPut, .p = p16(p), .m = MId{m}, .position = tail_[p], .count = count - 1},
           {goroutines.begin() + 1, goroutines.end()}, false, false);
      tail_[p] += count - 1;
    }
    run(m, p, goroutines[0]);
  }
  void block(std::uint32_t m, std::uint32_t p, LifeId g, std::uint32_t object, trace::WaitReason reason,
             std::uint32_t further = 0) {
    begin(trace::EventKind::GBlock, m, p, slot(g), object, sequence_[object], static_cast<std::uint32_t>(reason),
          further);
    emit({.kind = trace::OpKind::WaitPut,
          .reason = reason,
          .p = p16(p),
          .m = MId{m},
          .g = g.value,
          .other = object,
          .position = sequence_[object]++},
         {g}, true, true);
  }
  // In a select on these, of which it may be woken by any.
  void blockInSelect(std::uint32_t m, std::uint32_t p, LifeId g, const std::vector<std::uint32_t>& objects) {
    selectBlocks(m, p, g, objects);
    for (std::size_t i = 1; i < objects.size(); ++i) selectAlso(m, p, g, objects[i]);
  }
  void selectBlocks(std::uint32_t m, std::uint32_t p, LifeId g, const std::vector<std::uint32_t>& objects) {
    block(m, p, g, objects[0], trace::WaitReason::Select, static_cast<std::uint32_t>(objects.size() - 1));
  }
  void selectAlso(std::uint32_t m, std::uint32_t p, LifeId g, std::uint32_t object) {
    begin(trace::EventKind::GBlockAlso, m, p, slot(g), object, sequence_[object]);
    emit({.kind = trace::OpKind::WaitAlso,
          .p = p16(p),
          .m = MId{m},
          .g = g.value,
          .other = object,
          .position = sequence_[object]++},
         {g}, true, true);
  }
  // By the network, without a P.
  void readyGlobal(std::uint32_t m, LifeId g, std::uint32_t object) {
    begin(trace::EventKind::GReadyGlobal, m, kNoP, slot(g), object, sequence_[object], globalTail_);
    emit({.kind = trace::OpKind::WaitTake,
          .p = p16(kNoP),
          .m = MId{m},
          .g = g.value,
          .other = object,
          .position = sequence_[object]++},
         {g}, true, false);
    emit({.kind = trace::OpKind::GlobalPut, .p = p16(kNoP), .m = MId{m}, .position = globalTail_++, .count = 1}, {g},
         false, true);
  }
  void ready(std::uint32_t m, std::uint32_t p, LifeId g, std::uint32_t object) {
    const LifeId kicked = next_[p];
    next_[p] = g;
    const std::uint32_t generation = generation_[p]++;
    begin(trace::EventKind::GReady, m, p, slot(g), object, sequence_[object], generation,
          kicked.valid() ? slot(kicked) : 0);
    emit({.kind = trace::OpKind::WaitTake,
          .p = p16(p),
          .m = MId{m},
          .g = g.value,
          .other = object,
          .position = sequence_[object]++},
         {g}, true, false);
    emit({.kind = trace::OpKind::NextPut, .p = p16(p), .m = MId{m}, .g = g.value, .position = generation}, {g}, false,
         true);
    if (kicked.valid()) putLocal(m, p, kicked);
  }
  void yield(std::uint32_t m, std::uint32_t p, LifeId g) {
    begin(trace::EventKind::GYield, m, p, slot(g), globalTail_);
    emit({.kind = trace::OpKind::Stop, .p = p16(p), .m = MId{m}, .g = g.value}, {g}, true, false);
    emit({.kind = trace::OpKind::GlobalPut, .m = MId{m}, .position = globalTail_++, .count = 1}, {g}, false, true);
  }
  void preempt(std::uint32_t m, std::uint32_t p, LifeId g, bool atCall) {
    begin(trace::EventKind::GPreempt, m, p, slot(g), globalTail_, atCall ? 1 : 0);
    emit({.kind = trace::OpKind::Stop, .p = p16(p), .m = MId{m}, .g = g.value}, {g}, true, false);
    emit({.kind = trace::OpKind::GlobalPut, .m = MId{m}, .position = globalTail_++, .count = 1}, {g}, false, true);
  }
  // System calls: it comes back with the P that it had, or has to queue.
  void call(std::uint32_t m, std::uint32_t p, LifeId g) {
    begin(trace::EventKind::GSyscall, m, p, slot(g), calls_[p]);
    emit({.kind = trace::OpKind::CallEnter, .p = p16(p), .m = MId{m}, .g = g.value, .position = calls_[p]++}, {g}, true,
         true);
  }
  void back(std::uint32_t m, std::uint32_t p, LifeId g) {
    begin(trace::EventKind::GSyscallExit, m, p, slot(g), calls_[p]);
    emit({.kind = trace::OpKind::CallExit, .p = p16(p), .m = MId{m}, .g = g.value, .position = calls_[p]++}, {g}, true,
         true);
  }
  void retake(std::uint32_t m, std::uint32_t p, std::uint32_t loser) {
    begin(trace::EventKind::PRetake, m, p, 0, calls_[p], loser);
    emit({.kind = trace::OpKind::Retake, .p = p16(p), .m = MId{m}, .other = loser, .position = calls_[p]++}, {}, true,
         true);
  }
  void backWithoutP(std::uint32_t m, LifeId g) {
    begin(trace::EventKind::GSyscallQueue, m, kNoP, slot(g), globalTail_);
    emit({.kind = trace::OpKind::CallLeave, .p = p16(kNoP), .m = MId{m}, .g = g.value}, {g}, true, false);
    emit({.kind = trace::OpKind::GlobalPut, .p = p16(kNoP), .m = MId{m}, .position = globalTail_++, .count = 1}, {g},
         false, true);
  }
  void exit(std::uint32_t m, std::uint32_t p, LifeId g) {
    begin(trace::EventKind::GExit, m, p, slot(g));
    emit({.kind = trace::OpKind::GEnd, .p = p16(p), .m = MId{m}, .g = g.value}, {g}, true, true);
  }

  // Processors and threads.
  void releaseP(std::uint32_t m, std::uint32_t p) {
    begin(trace::EventKind::PRelease, m, p, 0, idleP_);
    emit({.kind = trace::OpKind::IdlePPut, .p = p16(p), .m = MId{m}, .position = idleP_++}, {}, true, true);
  }
  void acquireP(std::uint32_t m, std::uint32_t p, std::uint32_t by) {
    begin(trace::EventKind::PAcquire, m, p, 0, idleP_, by);
    emit({.kind = trace::OpKind::IdlePTake, .p = p16(p), .m = MId{m}, .other = by, .position = idleP_++}, {}, true,
         true);
  }
  void park(std::uint32_t m) {
    begin(trace::EventKind::MPark, m, kNoP, 0, idleM_);
    emit({.kind = trace::OpKind::IdleMPut, .m = MId{m}, .position = idleM_++}, {}, true, true);
  }
  void unpark(std::uint32_t m, std::uint32_t target) {
    begin(trace::EventKind::MUnpark, m, kNoP, 0, target, idleM_, 1);
    emit({.kind = trace::OpKind::IdleMTake, .m = MId{m}, .other = target, .position = idleM_++}, {}, true, true);
  }
  void startThread(std::uint32_t m, std::uint32_t tid, std::uint32_t p = kNoP) {
    mark(trace::EventKind::MStart, m, p, 0, tid);
  }

  static constexpr std::uint32_t kNoP = trace::Event::kNoP;
  [[nodiscard]] static std::uint32_t slot(LifeId g) { return g.value + 1; }

 private:
  static std::uint16_t p16(std::uint32_t p) { return static_cast<std::uint16_t>(p); }
  void begin(trace::EventKind kind, std::uint32_t m, std::uint32_t p, std::uint32_t g = 0, std::uint32_t a = 0,
             std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
    event_ = {static_cast<std::uint64_t>(time_), trace::Event::makeHead(kind, m, p), g, a, b, c, d};
  }
  void run(std::uint32_t m, std::uint32_t p, LifeId g) {
    emit({.kind = trace::OpKind::Run, .p = p16(p), .m = MId{m}, .g = g.value}, {g}, false, true);
  }
  void emit(const trace::Op& op, const std::vector<LifeId>& goroutines, bool first, bool last) {
    sink_.onOp({op, event_, events_, first, last, time_, goroutines, LifeId{}});
    if (last) ++events_;
  }

  trace::OpSink& sink_;
  Nanos time_ = 0;
  trace::Event event_;
  std::uint64_t events_ = 0;
  std::uint32_t lives_ = 0;
  std::map<std::uint32_t, LifeId> next_;
  std::map<std::uint32_t, std::uint32_t> generation_, head_, tail_, sequence_, calls_;
  std::uint32_t globalHead_ = 0, globalTail_ = 0, idleP_ = 0, idleM_ = 0;
};

}  // namespace gmpscope::analysis
