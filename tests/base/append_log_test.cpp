#include "core/base/append_log.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <thread>

namespace gmpscope {
namespace {

TEST(AppendLog, IsEmptyAtFirst) {
  const AppendLog<int> log;
  EXPECT_TRUE(log.empty());
  EXPECT_EQ(log.size(), 0U);
}

TEST(AppendLog, ShowsElementsOnlyAfterPublish) {
  AppendLog<int> log;
  log.append(1);
  EXPECT_EQ(log.written(), 1U);
  EXPECT_EQ(log.size(), 0U);
  log.publish();
  EXPECT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0], 1);
}

// With a first segment of one element the segments' borders are at 1, 3, 7, 15, ...
TEST(AppendLog, KeepsEveryElementAcrossSegmentBorders) {
  AppendLog<std::size_t, 1> log;
  for (std::size_t i = 0; i < 1000; ++i) log.append(i * 3);
  log.publish();
  ASSERT_EQ(log.size(), 1000U);
  for (std::size_t i = 0; i < 1000; ++i) EXPECT_EQ(log[i], i * 3);
}

TEST(AppendLog, NeverMovesAnElement) {
  AppendLog<int, 4> log;
  const int* first = &log.append(7);
  for (int i = 0; i < 10000; ++i) log.append(i);
  log.publish();
  EXPECT_EQ(first, &log[0]);
  EXPECT_EQ(*first, 7);
}

TEST(AppendLog, LetsTheWriterEdit) {
  AppendLog<int> log;
  log.append(1);
  log.edit(0) = 2;
  log.publish();
  EXPECT_EQ(log[0], 2);
}

TEST(AppendLog, TakesMoveOnlyElements) {
  AppendLog<std::unique_ptr<int>, 2> log;
  for (int i = 0; i < 9; ++i) log.append(std::make_unique<int>(i));
  log.publish();
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(*log[i], static_cast<int>(i));
}

// The reader must never see a size whose elements aren't complete, whichever segment they are in.
TEST(AppendLog, ReaderSeesCompleteElementsWhileTheWriterAppends) {
  struct Pair {
    std::uint64_t value = 0, inverse = 0;
  };
  constexpr std::uint64_t kCount = 300'000;
  AppendLog<Pair, 8> log;

  std::thread writer([&log] {
    for (std::uint64_t i = 0; i < kCount; ++i) {
      log.append({.value = i, .inverse = ~i});
      if (i % 7 == 0) log.publish();
    }
    log.publish();
  });

  std::size_t seen = 0;
  std::size_t broken = 0;
  while (seen < kCount) {
    const std::size_t size = log.size();
    EXPECT_GE(size, seen);
    for (; seen < size; ++seen) {
      if (log[seen].value != seen || log[seen].inverse != ~log[seen].value) ++broken;
    }
  }
  writer.join();
  EXPECT_EQ(broken, 0U);
  EXPECT_EQ(log.size(), kCount);
}

}  // namespace
}  // namespace gmpscope
