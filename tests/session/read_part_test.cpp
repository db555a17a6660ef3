// A part of a trace, read by itself from a checkpoint on, tells what the whole trace tells of it.

#include "app/session/read_trace.h"
#include "core/trace/reader/trace_file_index.h"
#include "tests/session/session_run.h"
#include "tests/support/model_text.h"

namespace gmpscope::app {
namespace {

using test::ModelText;

class ReadPart : public SessionTest {
 protected:
  // A trace with as many checkpoints as may be: a small part of the file.
  [[nodiscard]] std::string recorded(const std::string& preset) const {
    RunRequest asked = request(0.8);
    asked.preset = preset;
    asked.settings = {};
    asked.checkpointEvery = 200;
    start(asked)->wait();
    return asked.out;
  }
  static std::size_t checkpoints(const std::string& file) {
    const auto indexed = trace::IndexedTraceFile::open(file);
    if (!indexed) return 0;
    std::size_t count = 0;
    for (const trace::IndexedBlock& block : indexed->blocks())
      if (block.kind == trace::BlockKind::Checkpoint) ++count;
    return count;
  }
  // In so many parts of the same length.
  static void compareParts(const std::string& file, Nanos count) {
    const auto whole = readTrace(file);
    ASSERT_TRUE(whole.ok());
    const analysis::TraceModel& all = whole.value().feed->model();
    int begunLater = 0;
    for (Nanos i = 0; i < count; ++i) {
      const Nanos from = all.edge() * i / count, to = all.edge() * (i + 1) / count;
      SCOPED_TRACE("from " + std::to_string(from) + " to " + std::to_string(to));
      const auto part = readPart(file, from, to);
      ASSERT_TRUE(part.has_value());
      const analysis::TraceModel& model = part->feed->model();
      EXPECT_LE(model.foldedBefore(), from);
      EXPECT_GE(model.edge(), to);
      EXPECT_EQ(model.end().reason, all.end().reason);
      if (model.foldedBefore() > 0) ++begunLater;
      for (Nanos t = from; t < to; t += (to - from) / 5 + 1)
        ASSERT_EQ(ModelText(model).of(model.stateAt(t)), ModelText(all).of(all.stateAt(t))) << "at " << t << " ns";
      EXPECT_EQ(ModelText(model).sums(from, to), ModelText(all).sums(from, to));
    }
    EXPECT_GE(begunLater, 1) << "how many checkpoints there are depends on how much the machine has run";
  }
};

TEST_F(ReadPart, TellsOfItWhatTheWholeTells) {
  for (const char* preset : {"work-stealing", "ping-pong"}) {
    SCOPED_TRACE(preset);
    const std::string file = recorded(preset);
    ASSERT_GE(checkpoints(file), 1U);
    compareParts(file, 8);
  }
}

TEST_F(ReadPart, ThatReachesBeyondTheEndEndsThere) {
  const std::string file = recorded("work-stealing");
  const auto whole = readTrace(file);
  const auto part = readPart(file, whole.value().feed->model().edge() / 2, whole.value().feed->model().edge() * 2);
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(part->feed->model().edge(), whole.value().feed->model().edge());
  EXPECT_EQ(part->feed->model().counters().events, whole.value().feed->model().counters().events);
}

TEST_F(ReadPart, ThatIsShortKnowsHowLongTheWholeIs) {
  const std::string file = recorded("work-stealing");
  const Nanos edge = readTrace(file).value().feed->model().edge();
  const auto part = readPart(file, 1'000'000, 2'000'000);
  ASSERT_TRUE(part.has_value());
  EXPECT_LT(part->feed->model().edge(), edge / 2);
  EXPECT_GT(part->feed->model().end().wholeLength, edge * 9 / 10);
}

TEST_F(ReadPart, OfATraceWithoutAnIndexIsTheWhole) {
  const std::string file = folder_.file("nothing.gmps");
  EXPECT_FALSE(readPart(file, 0, 1).has_value());
  EXPECT_FALSE(Session::openPart(file, 0, 1).ok()) << "and says why";
}

}  // namespace
}  // namespace gmpscope::app
