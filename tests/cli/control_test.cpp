// `run --control`: what a script may say, and what becomes of it.

#include <gtest/gtest.h>
#include <json/reader.h>

#include <fstream>
#include <sstream>

#include "app/cli/control_script.h"
#include "tests/cli/program.h"
#include "tests/session/scratch_folder.h"

namespace gmpscope {
namespace {

using app::ControlCommand;
using app::ControlWord;
using app::StepGoal;
using test::gmpscope;
using test::Outcome;

ControlCommand parsed(std::string_view line) {
  const auto command = app::parseControlLine("s.txt", 1, line);
  if (!command.ok()) {
    ADD_FAILURE() << command.error().text();
    return {};
  }
  EXPECT_TRUE(command.value().has_value()) << line;
  return command.value().value_or(ControlCommand());
}

TEST(ControlScript, KnowsItsWords) {
  EXPECT_EQ(parsed("at 200ms").time, 200'000'000);
  EXPECT_EQ(parsed("  wait\t50ms  # then go on").word, ControlWord::Wait);
  EXPECT_EQ(parsed("pause").word, ControlWord::Pause);
  EXPECT_EQ(parsed("resume").word, ControlWord::Resume);
  EXPECT_EQ(parsed("step").count, 1U);
  EXPECT_EQ(parsed("step 5").count, 5U);
  EXPECT_FALSE(parsed("step 5").p.has_value());
  EXPECT_EQ(parsed("step 5 3").p, 3U);
  EXPECT_EQ(parsed("step until steal").goal, StepGoal::Steal);
  EXPECT_EQ(parsed("step until handoff").goal, StepGoal::HandOff);
  EXPECT_EQ(parsed("step until preempt").goal, StepGoal::Preempt);
  EXPECT_EQ(parsed("step until g 17").goal, StepGoal::Goroutine);
  EXPECT_EQ(parsed("step until g 17").count, 17U);
  EXPECT_EQ(parsed("slow 10ms").time, 10'000'000);
  EXPECT_EQ(parsed("gomaxprocs 4").count, 4U);
  EXPECT_EQ(parsed("knob steal=off").knob, trace::Knob::Steal);
  EXPECT_EQ(parsed("knob slice=1ms").value, 1'000'000U);
  for (const char* empty : {"", "   ", "# a comment", "\t# another"}) {
    const auto command = app::parseControlLine("s.txt", 1, empty);
    ASSERT_TRUE(command.ok());
    EXPECT_FALSE(command.value().has_value());
  }
}

struct BadLine {
  const char* line;
  const char* expected;
};

TEST(ControlScript, SaysWhereALineIsWrongAndWhatWasExpected) {
  constexpr BadLine kBad[] = {
      {"halt", "expected at TIME, wait TIME"},
      {"at", "expected a time"},
      {"at noon", "expected a time"},
      {"pause now", "expected nothing after it, not 'now'"},
      {"step 0", "expected a number of steps"},
      {"step 2 x", "expected the number of a P"},
      {"step until", "expected steal, handoff, preempt or g NUMBER"},
      {"step until g", "expected the number of a goroutine"},
      {"slow 10us", "expected a time from 1ms to 2s"},
      {"slow 3s", "expected a time from 1ms to 2s"},
      {"gomaxprocs 0", "expected a number from 1"},
      {"knob", "expected NAME=VALUE"},
      {"knob steal=most", "expected off, one or half"},
      {"knob queue_size=16", "expected a knob that may change while the run goes on"},
  };
  for (const BadLine& bad : kBad) {
    const auto command = app::parseControlLine("s.txt", 7, bad.line);
    ASSERT_FALSE(command.ok()) << bad.line;
    EXPECT_TRUE(command.error().text().starts_with("s.txt:7: ")) << command.error().text();
    EXPECT_NE(command.error().text().find(bad.expected), std::string::npos) << command.error().text();
  }
}

class ControlledCommand : public ::testing::Test {
 protected:
  [[nodiscard]] std::string script(const std::string& text) const {
    std::string file = folder_.file("script.txt");
    std::ofstream(file) << text;
    return file;
  }
  [[nodiscard]] Json::Value kinds() const {
    const Outcome checked = gmpscope({"check", file_});
    EXPECT_EQ(checked.code, 0) << checked.out << checked.errors;
    const Outcome outcome = gmpscope({"stats", file_, "--json"});
    EXPECT_EQ(outcome.code, 0) << outcome.errors;
    Json::Value value;
    std::istringstream(outcome.out) >> value;
    return value["events_by_kind"];
  }

  test::ScratchFolder folder_;
  std::string file_ = folder_.file("t.gmps");
};

TEST_F(ControlledCommand, ABadScriptIsSaidBeforeTheRunBegins) {
  const Outcome run = gmpscope({"run", "work-stealing", "--control", script("pause\n\nstep many\n"), "--out", file_});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 1) << run.errors;
  EXPECT_NE(run.errors.find("script.txt:3: expected a number of steps"), std::string::npos) << run.errors;
  EXPECT_FALSE(std::ifstream(file_).good());

  EXPECT_EQ(gmpscope({"run", "work-stealing", "--control", folder_.file("none")}).code, 2);
  EXPECT_EQ(gmpscope({"run", "work-stealing", "--control", script("pause\n"), "--window"}).code, 2);
}

TEST_F(ControlledCommand, DoesWhatTheScriptSays) {
  const Outcome run =
      gmpscope({"run", "work-stealing", "--gomaxprocs", "2", "--seconds", "3", "--out", file_, "--control",
                script("at 200ms\n"
                       "pause\n"
                       "wait 100ms   # longer than any slice\n"
                       "step 7\n"
                       "step 3 1\n"
                       "resume\n"
                       "gomaxprocs 3\n"
                       "knob steal=one\n"
                       "wait 200ms\n"
                       "slow 2ms\n"
                       "wait 100ms\n"
                       "step until steal\n"
                       "resume\n")});
  ASSERT_EQ(run.code, 0) << run.errors;
  EXPECT_NE(run.out.find("work-stealing: finished"), std::string::npos) << run.out;
  const Json::Value kinds = this->kinds();
  EXPECT_EQ(kinds["run.pause"], 2);
  EXPECT_EQ(kinds["run.resume"], 2);
  EXPECT_GE(kinds["run.step"].asInt(), 11);
  EXPECT_EQ(kinds["procs.change"], 1);
  EXPECT_EQ(kinds["run.knob.change"], 1);
}

// Its time comes though it is held.
TEST_F(ControlledCommand, AHeldRunEndsWithItsTime) {
  const Outcome run = gmpscope({"run", "ping-pong", "--seconds", "1", "--out", file_, "--control", script("pause\n")});
  ASSERT_EQ(run.code, 0) << run.errors;
  EXPECT_EQ(kinds()["run.resume"], 1);
}

TEST_F(ControlledCommand, ListensToWhatIsTyped) {
  const std::string typed = "printf 'pause\\nnonsense\\nstep 4\\nresume' | '" + test::builtProgram("gmpscope") +
                            "' run ping-pong --seconds 1 --control - --out '" + file_ + "'";
  const Outcome run = test::Program({"/bin/sh", "-c", typed}).wait();
  ASSERT_EQ(run.code, 0) << run.errors;
  EXPECT_NE(run.errors.find("stdin:2: expected at TIME"), std::string::npos) << run.errors;
  const Json::Value kinds = this->kinds();
  EXPECT_EQ(kinds["run.pause"], 1);
  EXPECT_EQ(kinds["run.step"], 4);
  EXPECT_EQ(kinds["run.resume"], 1);
}

}  // namespace
}  // namespace gmpscope
