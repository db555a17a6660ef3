#include "core/runtime/names.h"

#include <gtest/gtest.h>

#include <string>

namespace gmp::rt {
namespace {

TEST(Names, EachTextHasOneIdAndIsNewOnce) {
  Names names;
  const Names::Id first = names.idOf("worker");
  EXPECT_EQ(first.value, 1U);
  EXPECT_TRUE(first.isNew);
  const Names::Id again = names.idOf(std::string("wor") + "ker");
  EXPECT_EQ(again.value, 1U);
  EXPECT_FALSE(again.isNew);
  EXPECT_EQ(names.idOf("collector").value, 2U);
}

TEST(Names, GiveTheTextBack) {
  Names names;
  for (int i = 0; i < 1000; ++i) names.idOf("name " + std::to_string(i));
  EXPECT_EQ(names.text(1), "name 0");
  EXPECT_EQ(names.text(1000), "name 999");
  EXPECT_EQ(names.text(0), "");
}

TEST(Names, KeepSoMuchOfALongOne) {
  Names names;
  const std::string text(1000, 'x');
  const Names::Id id = names.idOf(text);
  EXPECT_EQ(names.text(id.value), text.substr(0, Names::kMaxLength));
  EXPECT_EQ(names.idOf(text + "y").value, id.value);
}

}  // namespace
}  // namespace gmp::rt
