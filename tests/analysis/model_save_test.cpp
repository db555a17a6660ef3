// What a model saves beyond what stress tests of real runs meet.

#include <gtest/gtest.h>

#include <vector>

#include "core/analysis/model_builder.h"

namespace gmpscope::analysis {
namespace {

constexpr Nanos kHour = 3'600'000'000'000;

bool resumes(Nanos edge) {
  TraceModel model, other;
  ModelBuilder builder(model, {}), next(other, {});
  builder.onEdge(edge);
  std::vector<std::byte> saved;
  builder.save(saved, {});
  return next.resume(saved) && other.foldedBefore() == edge;
}

TEST(ModelSave, OfARunOfMonthsIsRead) { EXPECT_TRUE(resumes(3000 * kHour)); }
// No run lasts so long; sums of such times would overflow.
TEST(ModelSave, OfARunOfAgesIsRefused) { EXPECT_FALSE(resumes(400'000 * kHour)); }

}  // namespace
}  // namespace gmpscope::analysis
