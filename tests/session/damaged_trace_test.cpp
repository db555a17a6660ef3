// A real trace, cut anywhere and with flipped bits: the sound prefix is shown, with a warning, and holds to the rules.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>
#include <vector>

#include "app/session/check_trace.h"
#include "app/session/session.h"
#include "core/trace/reader/trace_file.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope::app {
namespace {

class DamagedTrace : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ::setenv("GMPSCOPE_WORKER", test::builtProgram("gmp-worker").c_str(), 1);
    folder_ = new test::ScratchFolder;
    // On a loaded machine little happens in a tenth of a second.
    for (double seconds = 0.1; seconds < 10 && whole_.size() <= kLeast; seconds *= 2) {
      auto started = Session::run({.preset = "fan-out",
                                   .settings = {"work=20us"},
                                   .gomaxprocs = 2,
                                   .seconds = seconds,
                                   .out = folder_->file("whole.gmps")});
      ASSERT_TRUE(started.ok()) << started.error().text();
      started.value()->wait();
      whole_ = test::readBytes(folder_->file("whole.gmps"));
      events_ = started.value()->model().counters().events;
    }
    ASSERT_GT(whole_.size(), kLeast);
  }
  static void TearDownTestSuite() { delete folder_; }

  // Opens it, checks it; gives the number of events that were sound, or nothing if it is no trace at all.
  static std::optional<std::uint64_t> look(const std::string& bytes) {
    const std::string file = folder_->file("damaged.gmps");
    test::writeBytes(file, bytes);
    const auto opened = Session::open(file);
    const auto checked = checkTrace(file);
    EXPECT_EQ(opened.ok(), checked.ok());
    if (!opened.ok()) {
      EXPECT_EQ(opened.error().file, file);
      EXPECT_EQ(opened.error().text().find('\n'), std::string::npos);
      return std::nullopt;
    }
    const Session& session = *opened.value();
    EXPECT_NE(session.warning(), "");
    EXPECT_EQ(session.warning().find('\n'), std::string::npos);
    EXPECT_EQ(session.model().end().reason, analysis::EndReason::Truncated);
    EXPECT_EQ(session.model().counters().gaps, 1U);
    EXPECT_EQ(checked.value().violationCount, 0U)
        << session.warning() << ": " << checked.value().violations.front().what;
    return session.model().counters().events;
  }

  static constexpr std::size_t kLeast = 20'000;  // bytes
  static inline test::ScratchFolder* folder_ = nullptr;
  static inline std::string whole_;
  static inline std::uint64_t events_ = 0;
};

// How many events of the file are stamped before its last whole frontier.
std::uint64_t beforeTheFrontier(const std::string& file) {
  std::vector<std::uint64_t> stamps;
  std::uint64_t frontier = 0;
  trace::TraceFileVisitor visitor;
  visitor.events = [&](const trace::RawRun& run) {
    for (const trace::Event& event : run.events) stamps.push_back(event.time);
  };
  visitor.frontier = [&](std::uint64_t ticks) { frontier = ticks; };
  EXPECT_TRUE(trace::readTraceFile(file, visitor).ok());
  return static_cast<std::uint64_t>(
      std::count_if(stamps.begin(), stamps.end(), [&](std::uint64_t stamp) { return stamp < frontier; }));
}

TEST_F(DamagedTrace, CutAnywhereShowsItsSoundPrefix) {
  // A step that was stamped before the frontier may have to wait for one that was stamped after it: one for each M.
  constexpr std::uint64_t kHeldBack = 64;
  std::uint64_t before = 0;
  for (std::size_t part = 0; part < 100; ++part) {
    const std::size_t length = whole_.size() * part / 100 + part % 7;
    const auto events = look(whole_.substr(0, length));
    if (!events) {
      EXPECT_LT(length, 16'384U) << "only what is cut within its header is no trace";
      continue;
    }
    const std::uint64_t expected = beforeTheFrontier(folder_->file("damaged.gmps"));
    EXPECT_LE(*events, expected) << part;
    EXPECT_GE(*events + kHeldBack, expected) << part;
    EXPECT_GE(*events, before);
    EXPECT_LE(*events, events_);
    before = *events;
  }
  EXPECT_GT(before, kHeldBack);
}

TEST_F(DamagedTrace, FlippedBitsAreFoundAndWhatStandsBeforeIsShown) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100; ++i) {
    std::string bytes = whole_;
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ 1 << random() % 8);
    const auto events = look(bytes);
    EXPECT_LE(events.value_or(0), events_);
  }
}

}  // namespace
}  // namespace gmpscope::app
