// For each rule a trace that breaks it and nothing else. The same traces without their fault break none.

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <vector>

#include "tests/support/checked_run.h"
#include "tests/trace/rule_fault.h"

namespace gmpscope::trace {

void PrintTo(const RuleFault& fault, std::ostream* out) { *out << fault.name; }

namespace {

std::vector<RuleFault> allFaults() {
  std::vector<RuleFault> all;
  for (const auto& faults : {queueFaults(), goroutineFaults(), waitFaults(), nonsenseFaults(), knobFaults(),
                             threadFaults(), lifeFaults(), sliceFaults(), lineFaults()})
    all.insert(all.end(), faults.begin(), faults.end());
  return all;
}

class Rules : public ::testing::TestWithParam<RuleFault> {};

TEST_P(Rules, IsBrokenByItsFaultAlone) {
  const Outcome outcome = GetParam().trace(true).order();
  EXPECT_TRUE(outcome.breaksJust(GetParam().rule)) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
  ASSERT_FALSE(outcome.violations.empty());
  EXPECT_NE(outcome.violations[0].what, "");
  EXPECT_FALSE(outcome.violations[0].events.empty());
}

TEST_P(Rules, HoldsWithoutTheFault) {
  const Outcome outcome = GetParam().trace(false).order();
  EXPECT_EQ(outcome.violationCount, 0U) << ::testing::PrintToString(outcome.violations);
  EXPECT_EQ(outcome.waiting, 0U);
}

INSTANTIATE_TEST_SUITE_P(Each, Rules, ::testing::ValuesIn(allFaults()),
                         [](const auto& fault) { return fault.param.name; });

TEST(RuleTable, EveryRuleHasItsFault) {
  const std::vector<RuleFault> faults = allFaults();
  for (std::size_t rule = 0; rule < kRules; ++rule) {
    const bool tested = std::any_of(faults.begin(), faults.end(),
                                    [rule](const RuleFault& fault) { return fault.rule == static_cast<RuleId>(rule); });
    EXPECT_TRUE(tested) << name(static_cast<RuleId>(rule));
  }
}

TEST(RuleTable, NamesAreUnlike) {
  for (std::size_t a = 0; a < kRules; ++a)
    for (std::size_t b = a + 1; b < kRules; ++b) EXPECT_NE(kRuleNames[a], kRuleNames[b]);
}

}  // namespace
}  // namespace gmpscope::trace
