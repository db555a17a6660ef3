// The live edge, on the code of EventWriter, Arena and ArenaReader: what a reader has let pass as complete stays so.
//
// A step changes something shared between begin and end. If a poll began after that change, either it delivers the
// step's event, or its frontier doesn't lie behind the step's stamp. (A step that is stamped but hasn't raised its odd
// word yet may come with a stamp from before the frontier; it has changed nothing by then.)

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core/trace/reader/arena_reader.h"
#include "core/trace/writer/event_writer.h"
#include "tests/model/explorer.h"

namespace gmpscope::model {
namespace {

using trace::Arena;
using trace::ArenaReader;
using trace::Event;
using trace::EventKind;
using trace::EventWriter;
using trace::RawRun;

constexpr std::uint32_t kWriters = 2;
constexpr std::size_t kMostChunks = 4;

struct Settings {
  std::uint32_t steps = 1;           // of each writer
  std::size_t chunks = kMostChunks;  // of the arena
  bool full = false;                 // the first writer's chunk is nearly full: its next step needs another
  bool oddReadLast = false;          // the reader looks at the odd words after it has drained
  bool changeByStore = false;        // the shared change is a release store of the writer's own, as a ring's tail
};

class Trace {
 public:
  explicit Trace(const Settings& settings) : settings_(settings), arena_(emptyArena(settings.chunks)), reader_(arena_) {
    for (std::uint32_t m = 0; m < kWriters; ++m) {
      writers_[m].attach(&arena_, m);
      writeEarlier(m);  // so that it has a chunk
    }
    if (settings.full)
      for (std::uint32_t n = 1; n + EventWriter::kMaxStep <= trace::kChunkEvents; n += kLong) writeEarlier(0, kLong);
  }

  void write(std::uint32_t m) {
    for (std::uint32_t n = 0; n < settings_.steps; ++n) {
      writers_[m].begin();
      if (settings_.changeByStore)
        own_[m].store(n + 1, std::memory_order_release);
      else
        shared_[m].fetch_add(1);
      writers_[m].put(EventKind::GReady, 0, 1, n, m);
      writers_[m].end();
    }
  }

  void read() {
    for (std::uint32_t m = 0; m < kWriters; ++m)
      poll_.changes[m] = settings_.changeByStore ? own_[m].load(std::memory_order_acquire) : shared_[m].load();
    poll_.frontier = reader_.poll([this](const RawRun& run) { take(run); });
    if (settings_.oddReadLast) poll_.frontier = frontierNow();
    poll_.done = true;
  }

  void check(bool stuck) {
    require(!stuck, "a writer or the reader waits");
    reader_.poll([this](const RawRun& run) { take(run); });
    require(reader_.complaint().empty(), reader_.complaint());
    require(reader_.dropped() > 0 || taken_ == kWriters * settings_.steps, "an event is lost or doubled");
  }

 private:
  static constexpr std::uint32_t kEarlier = 0xffff;
  static constexpr std::uint32_t kLong = EventWriter::kMaxStep;

  struct Poll {
    std::array<std::uint32_t, kWriters> changes{};  // of each writer, when it began
    std::uint64_t frontier = 0;
    bool done = false;
  };

  // Mapping memory takes far longer than a run, so it is used again.
  static Arena& emptyArena(std::size_t chunks) {
    static Result<Arena> result = Arena::createPrivate(kMostChunks * trace::kChunkBytes);
    Arena& arena = result.value();
    trace::ArenaHeader& header = arena.header();
    header.mCount.store(0);
    header.loss.store(0);
    header.dropped.store(0);
    header.freeChunks.store(trace::kNoChunk);
    for (std::uint32_t m = 0; m < kWriters; ++m) {
      arena.slot(m).odd.store(0);
      arena.slot(m).firstChunk.store(0);
      arena.slot(m).dropped.store(0);
    }
    for (std::size_t i = 0; i < chunks; ++i) arena.returnChunk(static_cast<std::uint32_t>(i));
    return arena;
  }
  void writeEarlier(std::uint32_t m, std::uint32_t events = 1) {
    writers_[m].begin();
    for (std::uint32_t i = 0; i < events; ++i) writers_[m].put(EventKind::GReady, 0, 1, kEarlier);
    writers_[m].end();
  }

  void take(const RawRun& run) {
    for (const Event& event : run.events) {
      if (event.a == kEarlier) continue;
      ++taken_;
      require(!poll_.done || event.a >= poll_.changes[event.b] || event.time >= poll_.frontier,
              "an event comes after its time was let pass");
    }
  }
  std::uint64_t frontierNow() {
    std::uint64_t frontier = ticks();
    for (std::uint32_t m = 0; m < kWriters; ++m)
      if (const std::uint64_t odd = arena_.slot(m).odd.load(std::memory_order_acquire); odd != 0)
        frontier = std::min(frontier, odd & ~std::uint64_t{1});
    return frontier;
  }

  const Settings settings_;
  Arena& arena_;
  ArenaReader reader_;
  std::array<EventWriter, kWriters> writers_;
  std::array<Atomic<std::uint32_t>, kWriters> own_, shared_;
  Poll poll_;  // the other is at the end
  std::uint32_t taken_ = 0;
};

Verdict explored(const Settings& settings, const Defects& defects = {}) {
  return explore(
      [settings] {
        clock.store(1000);
        auto trace = anew<Trace>(settings);
        return World{{[trace] { trace->write(0); }, [trace] { trace->write(1); }, [trace] { trace->read(); }},
                     [trace](bool stuck) { trace->check(stuck); }};
      },
      defects);
}

TEST(TraceWriterModel, NothingComesAfterItsTimeWasLetPass) {
  for (const bool byStore : {false, true}) {
    const Verdict verdict = explored({.changeByStore = byStore});
    EXPECT_TRUE(verdict.sound()) << verdict.fault;
    EXPECT_GT(verdict.ends, 100U);
  }
}

TEST(TraceWriterModel, NorWhileAWriterTurnsToAnotherChunk) {
  const Verdict verdict = explored({.full = true});
  EXPECT_TRUE(verdict.sound()) << verdict.fault;
}

TEST(TraceWriterModel, NorWhileStepsAreDropped) {
  const Verdict verdict = explored({.chunks = 2, .full = true});
  EXPECT_TRUE(verdict.sound()) << verdict.fault;
}

TEST(TraceWriterModel, AReaderThatLooksAtTheOddWordsLastIsFound) {
  EXPECT_NE(explored({.oddReadLast = true}).fault, "");
}

TEST(TraceWriterModel, AMissingReleaseIsFound) { EXPECT_NE(explored({}, {.releaseIsRelaxed = true}).fault, ""); }

}  // namespace
}  // namespace gmpscope::model
