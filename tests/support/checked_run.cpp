#include "tests/support/checked_run.h"

#include <gmp/gmp.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "core/runtime/traced_run.h"
#include "core/trace/reader/arena_reader.h"
#include "core/trace/reader/op_expand.h"
#include "tests/support/sanitizers.h"

namespace gmpscope::test {
namespace {

using trace::AppliedOp;
using trace::OpKind;

// A goroutine that a run abandoned never frees what it has.
std::atomic<bool> leaksOnPurpose{false};

// Keeps what the reader says.
class Recorder final : public trace::OpSink {
 public:
  Recorder(RunRecord& record, const RunSettings& settings) : record_(record), settings_(settings) {}

  void onOp(const AppliedOp& applied) override {
    record_.timeWentBack |= applied.time < time_;
    time_ = applied.time;
    if (applied.op.kind == OpKind::GNew) ++record_.created;
    if (applied.op.kind == OpKind::GEnd) ++record_.ended;
    if (trace::isPreemption(applied.event.kind()) && applied.op.kind == OpKind::Stop)
      away_.insert(applied.goroutines[0].value);
    if (applied.op.kind == OpKind::CallEnter) away_.insert(applied.goroutines[0].value);
    if (applied.op.kind == OpKind::Run || applied.op.kind == OpKind::CallExit || applied.op.kind == OpKind::CallBack)
      away_.erase(applied.goroutines[0].value);
    record_.abandoned = away_.size();
    if (applied.firstOfEvent && settings_.onEvent) settings_.onEvent(applied.event);
    if (applied.firstOfEvent && settings_.keepEvents) record_.events.push_back({applied.event, applied.op.m});
  }
  void onEdge(Nanos edge) override {
    record_.timeWentBack |= edge < time_;
    time_ = edge;
  }
  void onGap(Nanos, Nanos, std::uint64_t) override { ++record_.gaps; }

 private:
  RunRecord& record_;
  const RunSettings& settings_;
  Nanos time_ = 0;
  std::set<std::uint32_t> away_;
};

// Reads an arena on a thread of its own until told that nothing more will come.
class LiveReader {
 public:
  LiveReader(trace::Arena& arena, RunRecord& record, const RunSettings& settings)
      : reader_(arena),
        recorder_(record, settings),
        linearizer_(TickScale{ticksNow(), 1.0}, sinksOf(recorder_, settings)),
        record_(record),
        thread_([this] { follow(); }) {}

  // The run is over.
  void finish() {
    over_.store(true, std::memory_order_release);
    thread_.join();
    // An M that dies within a step never closes its odd word, so the frontier says nothing any more.
    reader_.poll([this](const trace::RawRun& run) { linearizer_.add(run); });
    const auto odd = reader_.oddMs();
    linearizer_.finish(odd, reader_.dropped(), true);
    record_.oddMs = odd.size();
    record_.ordered = linearizer_.ordered();
    record_.waiting = linearizer_.waiting();
    record_.assumed = linearizer_.assumed();
    record_.dropped = reader_.dropped();
    record_.complaint = reader_.complaint();
    record_.violations = linearizer_.violations();
    record_.violationCount = linearizer_.violationCount();
  }

 private:
  static std::vector<trace::OpSink*> sinksOf(Recorder& recorder, const RunSettings& settings) {
    std::vector<trace::OpSink*> sinks = settings.sinks;
    sinks.push_back(&recorder);
    return sinks;
  }
  void follow() {
    while (!over_.load(std::memory_order_acquire)) {
      const std::uint64_t frontier = reader_.poll([this](const trace::RawRun& run) { linearizer_.add(run); });
      linearizer_.drop(reader_.dropped());
      linearizer_.advance(frontier);
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  }

  trace::ArenaReader reader_;
  Recorder recorder_;
  trace::Linearizer linearizer_;
  RunRecord& record_;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace

// Asked by the leak sanitizer at the process's end.
extern "C" int __lsan_is_turned_off() { return leaksOnPurpose ? 1 : 0; }  // NOLINT: its name

void letOthersEnd() {
  for (int i = 0; kAddressSanitizer && i < 1000 && gmp::num_goroutine() > 1; ++i)
    gmp::sleep_for(std::chrono::milliseconds(1));
}

std::uint64_t RunRecord::count(trace::EventKind kind) const {
  return static_cast<std::uint64_t>(
      std::count_if(events.begin(), events.end(), [kind](const OrderedEvent& e) { return e.event.kind() == kind; }));
}

RunRecord runAndRead(const RunSettings& settings, std::function<void()> mainFn) {
  RunRecord record;
  auto arena = trace::Arena::createPrivate(settings.arenaBytes);
  if (!arena) {
    ADD_FAILURE() << arena.error().text();
    return record;
  }
  LiveReader reader(arena.value(), record, settings);
  record.code = gmp::rt::runTraced(settings.options, &arena.value(), std::move(mainFn), settings.control);
  reader.finish();
  if (record.ended < record.created) leaksOnPurpose = true;
  return record;
}

void expectSound(const RunRecord& record) {
  EXPECT_GT(record.ordered, 0U);
  EXPECT_EQ(record.violationCount, 0U) << ::testing::PrintToString(record.violations);
  EXPECT_EQ(record.dropped, 0U);
  EXPECT_EQ(record.gaps, 0U);
  EXPECT_EQ(record.waiting, 0U) << "events were never ordered";
  EXPECT_EQ(record.assumed, 0U);
  EXPECT_EQ(record.oddMs, 0U);
  EXPECT_EQ(record.complaint, "");
  EXPECT_FALSE(record.timeWentBack);
  EXPECT_LE(record.ended, record.created);
}

}  // namespace gmpscope::test

namespace gmpscope::trace {

std::ostream& operator<<(std::ostream& out, const Violation& violation) {
  out << "\n"
      << name(violation.rule) << " at event " << violation.eventIndex << ", " << violation.time << ": "
      << violation.what;
  for (const std::string& event : violation.events) out << "\n    " << event;
  return out;
}

}  // namespace gmpscope::trace
