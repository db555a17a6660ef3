#include "app/cli/text_table.h"

#include <gtest/gtest.h>

namespace gmpscope::app {
namespace {

TEST(TextTable, AlignsItsColumns) {
  TextTable table({"", "running", "p99"});
  table.add({"P0", "9.1%", "1.25ms"});
  table.add({"P100", "100.0%", "3µs"});
  EXPECT_EQ(table.text(6),
            "        running     p99\n"
            "P0         9.1%  1.25ms\n"
            "P100     100.0%     3µs\n");
  EXPECT_EQ(table.text(0), table.text(4)) << "the first column is as wide as it needs";
}

TEST(TextTable, OfNothingIsNothing) { EXPECT_EQ(TextTable({"", "count"}).text(4), ""); }

}  // namespace
}  // namespace gmpscope::app
