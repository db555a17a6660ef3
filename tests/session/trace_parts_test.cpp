// A long file is looked at in parts.

#include "app/session/trace_parts.h"

#include <unistd.h>

#include "tests/session/session_run.h"

namespace gmpscope::app {
namespace {

// Stretches of 100 ns.
TraceParts tenStretches() {
  TraceParts parts{.file = "t.gmps", .whole = {.length = 1000, .columns = 10, .lanes = {}}, .begins = {}};
  for (Nanos begin = 0; begin < 1000; begin += 100) parts.begins.push_back(begin);
  return parts;
}

void expectPart(const std::optional<TracePart>& part, Nanos from, Nanos to) {
  ASSERT_TRUE(part);
  EXPECT_EQ(part->from, from);
  EXPECT_EQ(part->to, to);
}

TEST(TraceParts, AreWholeStretchesWithTheNearerOneBeside) {
  const TraceParts parts = tenStretches();
  expectPart(parts.around(320, 330), 200, 400);
  expectPart(parts.around(380, 390), 300, 500);
  expectPart(parts.around(380, 400), 300, 500);
  expectPart(parts.around(380, 401), 300, 500);
  expectPart(parts.around(310, 690), 300, 700);
}

TEST(TraceParts, EndWithTheTrace) {
  const TraceParts parts = tenStretches();
  expectPart(parts.around(0, 1), 0, 200);
  expectPart(parts.around(20, 30), 0, 200);
  expectPart(parts.around(990, 1000), 800, 1000);
  expectPart(parts.around(1000, 1001), 800, 1000);
}

TEST(TraceParts, AreNoMoreThanIsReadWithinASecond) {
  const TraceParts parts = tenStretches();
  EXPECT_TRUE(parts.around(300, 700));
  EXPECT_FALSE(parts.around(300, 701));
  EXPECT_FALSE(parts.around(0, 1000));
}

// A file of less than half of it has no overview, and on a slow machine too few checkpoints.
constexpr std::uint64_t kEvents = 1'200'000;

class LongFile : public SessionTest {
 protected:
  [[nodiscard]] std::string recorded(std::uint64_t checkpointEvery) const {
    RunRequest asked{.preset = "ping-pong", .settings = {"work=5us"}, .gomaxprocs = 1, .seconds = 60};
    asked.out = folder_.file("t.gmps");
    asked.checkpointEvery = checkpointEvery;
    asked.arenaBytes = std::size_t{1} << 30;  // a slow machine shall not drop any
    const auto session = start(asked);
    while (session->live() && session->model().counters().events < kEvents) ::usleep(1000);
    session->stop();
    session->wait();
    return asked.out;
  }
};

TEST_F(LongFile, TellsOfEachStretchInItsPart) {
  const std::string file = recorded(200);
  const auto parts = tracePartsOf(file);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->file, file);
  for (std::size_t i = 0; i < parts->begins.size(); i += parts->begins.size() / 5) {
    const Nanos t = parts->begins[i];
    SCOPED_TRACE("at " + std::to_string(t) + " ns");
    const auto part = parts->around(t, t + 1);
    ASSERT_TRUE(part);
    const auto session = Session::openPart(file, part->from, part->to);
    ASSERT_TRUE(session.ok());
    const analysis::TraceModel& model = session.value()->model();
    EXPECT_LE(model.foldedBefore(), part->from);
    EXPECT_GT(model.foldedBefore(), part->from - 1000) << "more was read than was asked for";
    EXPECT_GE(model.edge(), part->to);
    EXPECT_EQ(model.end().wholeDropped, 0U);
  }
}

TEST_F(LongFile, ThatIsShortIsReadAsAWhole) { EXPECT_FALSE(tracePartsOf(recorded(std::uint64_t{1} << 20))); }

TEST_F(LongFile, MustBeATraceFile) {
  EXPECT_FALSE(tracePartsOf("/etc/passwd"));
  EXPECT_FALSE(tracePartsOf(folder_.file("none.gmps")));
}

}  // namespace
}  // namespace gmpscope::app
