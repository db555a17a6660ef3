// Descriptors that are no sockets, and many of them.

#include <gmp/gmp.hpp>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

#include "tests/runtime/net/net_support.h"
#include "tests/support/traced_run.h"

namespace gmpscope::test {
namespace {

using namespace std::chrono_literals;

class Descriptors : public TracedRun {};
GMPSCOPE_WITH_PROCS(Descriptors);

TEST_P(Descriptors, APipeIsAnyDescriptor) {
  run([] {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    gmp::PollFd reader(ends[0]);
    gmp::WaitGroup group;
    group.go([&] {
      reader.wait_readable();
      char c = 0;
      EXPECT_EQ(::read(reader.fd(), &c, 1), 1);  // there is something, whoever takes it
      EXPECT_EQ(c, 'x');
      EXPECT_EQ(reader.read(&c, 1), 1U);
      EXPECT_EQ(c, 'y');
      EXPECT_EQ(reader.read(&c, 1), 0U);
      reader.wait_readable();  // the end, too
    });
    gmp::sleep_for(1ms);
    ASSERT_EQ(::write(ends[1], "x", 1), 1);
    gmp::sleep_for(1ms);
    ASSERT_EQ(::write(ends[1], "y", 1), 1);
    gmp::sleep_for(1ms);
    ::close(ends[1]);
    group.wait();
  });
}

TEST_P(Descriptors, AnEventfdCounts) {
  run([] {
    gmp::PollFd counter(::eventfd(0, EFD_CLOEXEC));
    gmp::PollFd moved = std::move(counter);
    EXPECT_EQ(counter.fd(), -1);  // NOLINT(bugprone-use-after-move): that is what is tested
    EXPECT_EQ(errorOf([&] { counter.wait_readable(); }), std::errc::bad_file_descriptor);
    const int times = scaled(200);
    gmp::WaitGroup group;
    group.go([&] {
      for (int i = 0; i < times; ++i) {
        const std::uint64_t one = 1;
        moved.write(&one, sizeof one);
        if (i % 7 == 0) gmp::gosched();
      }
    });
    std::uint64_t sum = 0;
    while (sum < static_cast<std::uint64_t>(times)) {
      std::uint64_t n = 0;
      EXPECT_EQ(moved.read(&n, sizeof n), sizeof n);
      sum += n;
    }
    EXPECT_EQ(sum, static_cast<std::uint64_t>(times));
    moved.wait_writable();
    group.wait();
  });
}

TEST_P(Descriptors, ARegularFileCantBePolled) {
  run([] {
    gmp::PollFd file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    char c;
    EXPECT_EQ(errorOf([&] { file.read(&c, 1); }), std::errc::operation_not_permitted);
  });
}

TEST_P(Descriptors, ADescriptorsNumberIsUsedAgainAtOnce) {
  run([] {
    for (int i = 0; i < scaled(300); ++i) {
      gmp::Pipe first;
      gmp::WaitGroup group;
      group.go([&] {
        char c = 0;
        EXPECT_EQ(errorOf([&] { first.reader().read(&c, 1); }), std::errc::bad_file_descriptor);
      });
      if (i % 3 == 0) gmp::gosched();
      // What becomes ready now is told of a descriptor that will be gone by then.
      const int number = ::dup(first.writer().fd());
      first.reader().close();
      group.wait();
      gmp::Pipe second;
      char c = 0;
      group.go([&] { EXPECT_EQ(second.reader().read(&c, 1), 1U); });
      if (i % 3 == 1) gmp::gosched();
      second.writer().write("z", 1);
      group.wait();
      EXPECT_EQ(c, 'z');
      ::close(number);
    }
  });
}

TEST_P(Descriptors, ManyDescriptors) {
  run([] {
    const int count = scaled(2000) / 2;
    std::vector<gmp::Pipe> pipes(static_cast<std::size_t>(count));
    gmp::WaitGroup group;
    std::atomic<int> sum{0};
    for (gmp::Pipe& pipe : pipes)
      group.go([&] {
        std::uint32_t value = 0;
        if (readAll(pipe.reader(), &value, sizeof value)) sum += static_cast<int>(value);
      });
    for (int i = 0; i < 3; ++i) gmp::gosched();
    for (std::uint32_t i = 0; i < pipes.size(); ++i) pipes[i].writer().write(&i, sizeof i);
    group.wait();
    EXPECT_EQ(sum, count * (count - 1) / 2);
  });
}

}  // namespace
}  // namespace gmpscope::test
