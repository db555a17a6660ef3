#include <gtest/gtest.h>

#include <set>
#include <string>

#include "app/words/ends.h"
#include "app/words/events.h"
#include "app/words/reasons.h"
#include "app/words/rules.h"
#include "app/words/states.h"

namespace gmpscope::app {
namespace {

using analysis::Reason;
using analysis::ReasonId;

// Every id has words, and no two the same.
template <class Enum, class Words>
void expectDistinct(std::size_t first, std::size_t count, Words words) {
  std::set<std::string> seen;
  for (std::size_t i = first; i < count; ++i) {
    const std::string text = words(static_cast<Enum>(i)).toStdString();
    EXPECT_FALSE(text.empty()) << "number " << i;
    EXPECT_TRUE(seen.insert(text).second) << "twice: " << text;
  }
}

TEST(Words, EveryStateReasonRuleAndEventHasItsOwn) {
  expectDistinct<analysis::SpanState>(0, analysis::kSpanStates, stateWord);
  expectDistinct<analysis::SpanState>(0, analysis::kSpanStates, stateSentence);
  constexpr auto reasons = static_cast<std::size_t>(trace::WaitReason::kCount);
  expectDistinct<trace::WaitReason>(1, reasons, waitReasonWord);
  expectDistinct<trace::WaitReason>(1, reasons, waitReasonSentence);
  expectDistinct<trace::RuleId>(0, trace::kRules, ruleTitle);
  expectDistinct<trace::RuleId>(0, trace::kRules, ruleSentence);
  expectDistinct<trace::EventKind>(1, static_cast<std::size_t>(trace::EventKind::kCount), eventWords);
  constexpr auto decisions = static_cast<std::size_t>(ReasonId::WaitsForItsG) + 1;
  expectDistinct<ReasonId>(0, decisions, [](ReasonId id) { return reasonTitle({.id = id}); });
  expectDistinct<ReasonId>(0, decisions, [](ReasonId id) { return reasonText({.id = id}); });
}

TEST(Words, WaitReasonsAreGosWords) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(trace::WaitReason::kCount); ++i) {
    const auto reason = static_cast<trace::WaitReason>(i);
    EXPECT_EQ(waitReasonWord(reason).toStdString(), trace::words(reason));
  }
}

TEST(Words, AStealIsTold) {
  Reason reason;
  reason.id = ReasonId::StartedBySteal;
  reason.parameters = {
      {"processor", "P2"}, {"victim", "P0"}, {"taken", "3"}, {"seen", "5"}, {"goroutines", "G2 G3 G4 +7"}};
  reason.candidates = {{"runnext", ""}, {"local", "G9 G10"}, {"tick", "17"},
                       {"tick", "61"},  {"passes", "2"},     {"victim", "P3"}};
  reason.chain = {{20, "g.create p=P0 by=G1"},
                  {20, "local p=P0 before=2"},
                  {30, "global before=1"},
                  {90, "g.start.steal p=P2 m=M2"}};

  EXPECT_EQ(reasonTitle(reason), "Stolen from P0");
  const QString text = reasonText(reason);
  EXPECT_TRUE(text.contains("stole half of what it saw at P0: 3 of 5 (G2, G3, G4 and 7 more)")) << text.toStdString();
  EXPECT_FALSE(text.contains('%')) << text.toStdString();

  const auto candidates = candidateWords(reason);
  ASSERT_EQ(candidates.size(), 6U);
  EXPECT_EQ(candidates[0].observed, "empty");
  EXPECT_EQ(candidates[1].observed, "had to wait: G9, G10");
  EXPECT_EQ(candidates[2].observed, "schedtick 17 is no multiple of 61");
  EXPECT_EQ(candidates[3].observed, "schedtick 61: the global queue was asked first and had nothing");
  EXPECT_EQ(candidates[5].step, "P3");

  const auto chain = chainWords(reason);
  ASSERT_EQ(chain.size(), 4U);
  EXPECT_EQ(chain[0].text, "created by G1 on P0");
  EXPECT_EQ(chain[1].text, "put into the local queue of P0; before it: 2");
  EXPECT_EQ(chain[2].text, "put into the global queue; before it: 1");
  EXPECT_EQ(chain[3].text, "stolen and started, on P2 with M2");
  EXPECT_EQ(chain[3].time, 90);
}

TEST(Words, AWakeUpNamesItsCause) {
  Reason reason;
  reason.id = ReasonId::Readied;
  reason.parameters = {{"processor", "P1"}, {"by", "timer"}};
  EXPECT_TRUE(reasonText(reason).startsWith("Its timer was due"));
  reason.parameters = {{"processor", "P1"}, {"by", "network"}, {"into", "local"}, {"thread", "M4"}};
  EXPECT_EQ(reasonText(reason),
            "Its descriptor was ready: M4 saw that and put it at the tail of the local queue of P1.");
  reason.parameters = {{"by", "network"}, {"into", "global"}, {"thread", "M1"}};
  EXPECT_EQ(reasonText(reason), "Its descriptor was ready: M1 saw that and put it at the tail of the global queue.");
  reason.parameters = {{"processor", "P1"}, {"by", "G7 ping"}, {"waits", "1"}};
  EXPECT_EQ(reasonText(reason),
            "G7 ping woke it: it goes to runnext of P1, ahead of the local queue. It had waited for: chan receive.");
}

TEST(Words, EndsSayWhy) {
  EXPECT_TRUE(endSentence({analysis::EndReason::Signal, 9, ""}).startsWith("The worker was killed by signal 9 ("));
  EXPECT_EQ(endSentence({analysis::EndReason::ExitCode, 3, ""}), "The worker ended with exit code 3.");
}

}  // namespace
}  // namespace gmpscope::app
