#pragma once
// The model builder's inside. Ops become histories at once; what they mean for lanes goes through the merge with the
// kernel's records.

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/analysis/lane_builder.h"
#include "core/analysis/lane_merge.h"
#include "core/analysis/model_builder.h"
#include "core/analysis/model_parts.h"

namespace gmpscope::analysis {

struct ModelBuilder::Parts {
  explicit Parts(ModelParts& parts);

  void onOp(const trace::AppliedOp& applied);
  void onEdge(Nanos edge);
  void gap(Nanos from, Nanos to, std::uint64_t dropped);
  void kernelRecords(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark);
  void tracerSample(const trace::TracerSample& sample);
  void finish(const RunEnd& end);
  void publish(Nanos edge);

  // An event as a whole: what it counts, and what it says that changes no place. model_builder_events.cpp
  void event(const trace::AppliedOp& applied);
  void setUp(const trace::Event& event);
  // The run is held from now on, or no longer.
  void stands(bool still);
  void bindThread(MId m, std::uint32_t tid);
  void status(const trace::Event& event);
  void statusSlots(const trace::Event& event);
  [[nodiscard]] LifeId named(const trace::AppliedOp& applied);  // the goroutine that the event names
  [[nodiscard]] LifeId lifeIn(std::uint32_t slot) const;
  void bindSlot(std::uint32_t slot, LifeId g);

  // Ops. model_builder_ops.cpp
  void op(const trace::AppliedOp& applied);
  void born(const trace::AppliedOp& applied);
  void ended(LifeId g);
  void aliveChanged();
  void nextPut(const trace::AppliedOp& applied);
  void nextTake(const trace::AppliedOp& applied);
  void localTake(const trace::AppliedOp& applied);
  void stolen(std::uint64_t count);
  void procsChanged(const trace::AppliedOp& applied);
  void holds(std::uint32_t p, MId m);
  void setRunnext(std::uint32_t p, LifeId g, bool known);
  void lengthChanged(std::uint32_t p);
  void lane(ChangeKind kind, const trace::AppliedOp& applied, LifeId g = {}, std::uint32_t value = 0);

  // When it has become too much. model_builder_fold.cpp
  void foldIfTooMuch();
  [[nodiscard]] std::size_t detailBytes();
  void noteBorn();
  void fold(Nanos before);
  void foldGoroutines(Nanos before);
  void foldEvents(Nanos before);

  // All that is needed to go on from here. model_builder_save.cpp
  template <class Archive>
  void walk(Archive& archive);
  template <class Archive>
  void walkGoroutines(Archive& archive);
  template <class Archive>
  void walkProcessors(Archive& archive);
  template <class Archive>
  void walkThreads(Archive& archive);
  template <class Archive>
  void walkRun(Archive& archive);
  template <class Archive>
  void walkSlots(Archive& archive);
  template <class Archive>
  void walkKept(Archive& archive);
  template <class Archive>
  void walkLane(Archive& archive, SpanLane& lane);
  template <class Archive>
  void walkCause(Archive& archive, std::uint32_t& index);
  void collectCauses();
  [[nodiscard]] std::vector<LifeId> notDrawn() const;
  [[nodiscard]] bool isThere(std::uint32_t p, MId m) const;
  [[nodiscard]] bool waitingIsSound() const;
  [[nodiscard]] std::vector<Span> present(const SpanLane& lane) const;

  // What isn't there yet is made.
  void needProcessors(std::uint32_t count);  // as many as the run says it has; events with others are nonsense
  void needThread(MId m);
  void needGoroutine(LifeId g, std::uint64_t goid, LifeId parent);

  ModelParts& model;
  LaneBuilder lanes;
  const TickScale scale;
  LaneMerge merge;
  Counters counters;
  std::size_t detailLimit = 0;
  std::size_t measured = 0;  // so many events were written then
  bool tooMuch = false;
  std::vector<LifeId> unfolded;                    // in order of birth
  std::uint32_t unfoldedUntil = 0;                 // of all lives, those that `unfolded` knows of
  std::vector<std::unique_ptr<Goroutine>> folded;  // are deleted a few at a time
  Nanos time = 0;                                  // of the op in hand: never before what was published
  Nanos opEdge = 0;
  bool empty = true;
  bool gapIsOpen = false;   // the trace begins with one, and how long it is wasn't said yet
  std::uint32_t cause = 0;  // index of the event in hand
  std::vector<LifeId> bySlot;
  std::vector<LifeId> formerBySlot;                 // before the last gap
  std::unordered_set<std::uint32_t> spawnedToSpin;  // Ms that don't run yet
  // What sampling said of threads, which may come before their M is known.
  struct Sampled {
    MId m;
    std::uint64_t involuntary = 0;
  };
  std::unordered_map<std::uint32_t, Sampled> sampled;  // by tid
  std::vector<std::size_t> causes;                     // the events that are saved, in order
};

}  // namespace gmpscope::analysis
