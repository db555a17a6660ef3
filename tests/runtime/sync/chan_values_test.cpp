// What may travel through a channel: anything that moves, also if that may throw.

#include <gmp/gmp.hpp>

#include <memory>
#include <stdexcept>
#include <string>

#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

class ChanValues : public TracedRun {};
GMPSCOPE_WITH_PROCS(ChanValues);

TEST_P(ChanValues, MoveOnly) {
  for (const std::size_t capacity : {0U, 3U})
    run([capacity] {
      const gmp::Chan<std::unique_ptr<int>> chan(capacity);
      gmp::WaitGroup group;
      group.go([&chan] {
        for (int i = 0; i < 20; ++i) chan.send(std::make_unique<int>(i));
        chan.close();
      });
      int expected = 0;
      for (const auto& value : chan) EXPECT_EQ(*value, expected++);
      EXPECT_EQ(expected, 20);
      group.wait();
    });
}

TEST_P(ChanValues, AFailedTryLeavesTheValue) {
  run([] {
    const gmp::Chan<std::unique_ptr<int>> chan(0);
    auto value = std::make_unique<int>(9);
    EXPECT_FALSE(chan.try_send(value));
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(*value, 9);
    chan.close();
    EXPECT_THROW((void)chan.try_send(value), gmp::ChannelClosed);
    EXPECT_NE(value, nullptr);
  });
}

TEST_P(ChanValues, LeftInAChannelAreDestroyed) {
  const auto held = std::make_shared<int>(0);
  run([&held] {
    const gmp::Chan<std::shared_ptr<int>> chan(4);
    for (int i = 0; i < 3; ++i) chan.send(held);
    EXPECT_NE(chan.recv(), std::nullopt);
    EXPECT_EQ(held.use_count(), 3);
  });
  EXPECT_EQ(held.use_count(), 1);
}

// Moves may throw; counts how many are alive.
class Touchy {
 public:
  static inline int alive = 0;
  static inline bool refuses = false;

  explicit Touchy(int value) : value_(value) { ++alive; }
  Touchy(Touchy&& other) noexcept(false) : value_(other.value_) {
    if (refuses) throw std::runtime_error("refused to move");
    other.value_ = -1;
    ++alive;
  }
  Touchy& operator=(Touchy&& other) noexcept(false) {
    value_ = other.value_;
    return *this;
  }
  ~Touchy() { --alive; }
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

class ChanTouchy : public TracedRun {
 protected:
  ~ChanTouchy() override { EXPECT_EQ(Touchy::alive, 0); }
};
INSTANTIATE_TEST_SUITE_P(P, ChanTouchy, ::testing::Values(1), [](const auto&) { return "1"; });

TEST_P(ChanTouchy, TravelsAndIsDestroyed) {
  for (const std::size_t capacity : {0U, 2U})
    run([capacity] {
      const gmp::Chan<Touchy> chan(capacity);
      gmp::WaitGroup group;
      group.go([&chan] {
        for (int i = 0; i < 10; ++i) chan.send(Touchy(i));
      });
      for (int i = 0; i < 10; ++i) EXPECT_EQ(chan.recv()->value(), i);
      group.wait();
    });
}

TEST_P(ChanTouchy, AThrowingMoveReachesTheCaller) {
  run([] {
    const gmp::Chan<Touchy> chan(2);
    chan.send(Touchy(1));
    chan.send(Touchy(2));
    Touchy::refuses = true;
    EXPECT_THROW((void)chan.recv(), std::runtime_error);
    Touchy value(3);
    EXPECT_THROW(chan.send(std::move(value)), std::runtime_error);
    Touchy::refuses = false;
    EXPECT_EQ(chan.size(), 1U);
    EXPECT_EQ(chan.recv()->value(), 2);
    EXPECT_TRUE(chan.try_send(value));
  });
}

TEST_P(ChanTouchy, AFailedTryLeavesTheValue) {
  run([] {
    const gmp::Chan<Touchy> chan(0);
    Touchy value(5);
    EXPECT_FALSE(chan.try_send(value));
    EXPECT_EQ(value.value(), 5);
  });
}

struct Empty {};
struct alignas(64) Wide {
  char bytes[300];
};

TEST_P(ChanValues, OfAnySizeAndAlignment) {
  run([] {
    const gmp::Chan<Empty> nothing(1000);
    for (int i = 0; i < 1000; ++i) nothing.send({});
    EXPECT_EQ(nothing.size(), 1000U);
    const gmp::Chan<Wide> wide(2);
    wide.send(Wide{{'x'}});
    wide.send(Wide{{'y'}});
    EXPECT_EQ(wide.recv()->bytes[0], 'x');
    EXPECT_EQ(wide.recv()->bytes[0], 'y');
  });
}

TEST_P(ChanValues, Channels) {
  run([] {
    const gmp::Chan<gmp::Chan<std::string>> requests(0);
    gmp::WaitGroup group;
    group.go([&requests] {
      for (const auto& reply : requests) reply.send("pong");
    });
    for (int i = 0; i < 5; ++i) {
      const gmp::Chan<std::string> reply(0);
      requests.send(reply);
      EXPECT_EQ(reply.recv(), "pong");
    }
    requests.close();
    group.wait();
  });
}

}  // namespace
}  // namespace gmpscope::test
