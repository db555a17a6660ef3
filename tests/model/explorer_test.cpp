// The explorer itself: it finds what it must find, and nothing where there is nothing.

#include "tests/model/explorer.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/model/blocking.h"

namespace gmpscope::model {
namespace {

TEST(Explorer, FindsALostUpdate) {
  const auto counts = [](bool byReadAndWrite) {
    return explore([byReadAndWrite] {
      auto count = anew<Atomic<int>>();
      const auto increment = [count, byReadAndWrite] {
        if (byReadAndWrite)
          count->store(count->load() + 1);
        else
          count->fetch_add(1);
      };
      return World{{increment, increment, increment},
                   [count](bool) { require(count->peek() == 3, "an update is lost"); }};
    });
  };
  EXPECT_TRUE(counts(false).sound()) << counts(false).fault;
  EXPECT_NE(counts(true).fault, "");
}

// Each thread writes its own and then reads the other's.
std::set<int> storeThenLoad(std::memory_order order, const Defects& defects = {}) {
  std::set<int> seen;
  const Verdict verdict = explore(
      [&] {
        struct Words {
          Atomic<int> x, y;
          int ofY = 0, ofX = 0;
        };
        auto words = anew<Words>();
        return World{{[words, order] {
                        words->x.store(1, order);
                        words->ofY = words->y.load(order);
                      },
                      [words, order] {
                        words->y.store(1, order);
                        words->ofX = words->x.load(order);
                      }},
                     [words, &seen](bool) { seen.insert(words->ofY * 2 + words->ofX); }};
      },
      defects);
  EXPECT_TRUE(verdict.sound()) << verdict.fault;
  return seen;
}

TEST(Explorer, AStoreMayBeSeenAfterTheNextLoadUnlessSeqCst) {
  EXPECT_EQ(storeThenLoad(std::memory_order_release), (std::set<int>{0, 1, 2, 3}));
  EXPECT_EQ(storeThenLoad(std::memory_order_seq_cst), (std::set<int>{1, 2, 3}));
  EXPECT_EQ(storeThenLoad(std::memory_order_seq_cst, {.seqCstStoreIsRelease = true}), (std::set<int>{0, 1, 2, 3}));
}

Verdict message(std::memory_order order) {
  return explore([order] {
    struct Words {
      Atomic<int> text, ready;
    };
    auto words = anew<Words>();
    return World{{[words, order] {
                    words->text.store(7, std::memory_order_relaxed);
                    words->ready.store(1, order);
                  },
                  [words] {
                    if (words->ready.load(std::memory_order_acquire) == 1)
                      require(words->text.load(std::memory_order_relaxed) == 7, "ready without its text");
                  }},
                 [](bool stuck) { require(!stuck, "stuck"); }};
  });
}

TEST(Explorer, ReleaseKeepsStoresInOrder) {
  EXPECT_TRUE(message(std::memory_order_release).sound());
  EXPECT_NE(message(std::memory_order_relaxed).fault, "");
}

TEST(Explorer, FindsTwoThatWaitForEachOther) {
  const auto nested = [](bool sameOrder) {
    return explore([sameOrder] {
      auto locks = anew<std::array<Lock, 2>>();
      const auto take = [locks](std::size_t first) {
        (*locks)[first].lock();
        (*locks)[1 - first].lock();
        (*locks)[1 - first].unlock();
        (*locks)[first].unlock();
      };
      return World{{[take] { take(0); }, [take, sameOrder] { take(sameOrder ? 0 : 1); }},
                   [](bool stuck) { require(!stuck, "they wait for each other"); }};
    });
  };
  EXPECT_TRUE(nested(true).sound());
  EXPECT_NE(nested(false).fault, "");
}

TEST(Explorer, VisitsEveryEndOnce) {
  // Two threads of two increments: all orders lead to the same memory, what they observed differs in C(4, 2) ways.
  const Verdict verdict = explore([] {
    auto count = anew<Atomic<int>>();
    const auto twice = [count] {
      count->fetch_add(1);
      count->fetch_add(1);
    };
    return World{{twice, twice}, [](bool) {}};
  });
  EXPECT_EQ(verdict.ends, 6U);
}

}  // namespace
}  // namespace gmpscope::model
