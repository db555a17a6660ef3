#include "core/kernel/perf_ring.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace gmpscope::kernel {
namespace {

constexpr std::size_t kControl = 4096;
constexpr std::size_t kData = 1024;

// What the kernel does with its end of a ring.
class KernelEnd {
 public:
  KernelEnd() : memory_((kControl + kData) / sizeof(std::uint64_t)) {}

  void* mapping() { return memory_.data(); }
  perf_event_mmap_page& control() { return *reinterpret_cast<perf_event_mmap_page*>(memory_.data()); }
  [[nodiscard]] std::size_t room() { return kData - (control().data_head - control().data_tail); }

  // A record of `size` bytes whose body is the byte `fill`.
  void write(std::uint16_t size, std::uint8_t fill) {
    std::vector<std::uint8_t> bytes(size, fill);
    const perf_event_header header{PERF_RECORD_SWITCH, 0, size};
    std::memcpy(bytes.data(), &header, sizeof header);
    writeBytes(bytes);
  }
  void writeBytes(const std::vector<std::uint8_t>& bytes) {
    auto* data = reinterpret_cast<std::uint8_t*>(memory_.data()) + kControl;
    for (std::size_t i = 0; i < bytes.size(); ++i) data[(control().data_head + i) % kData] = bytes[i];
    control().data_head += bytes.size();
  }

 private:
  std::vector<std::uint64_t> memory_;
};

TEST(PerfRing, EmptyRingGivesNothing) {
  KernelEnd kernel;
  PerfRing ring(kernel.mapping(), kControl, kData);
  EXPECT_TRUE(ring.read([](const PerfRing::Record&) { FAIL(); }));
}

TEST(PerfRing, EveryRecordComesOnceAndWholeAlsoAcrossTheEnd) {
  KernelEnd kernel;
  PerfRing ring(kernel.mapping(), kControl, kData);
  const std::uint16_t sizes[] = {32, 56, 8, 40, 72, 24};
  std::size_t written = 0;
  std::size_t read = 0;
  for (int turn = 0; turn < 200; ++turn) {
    while (kernel.room() >= sizes[written % 6]) {
      kernel.write(sizes[written % 6], static_cast<std::uint8_t>(written));
      ++written;
    }
    ASSERT_TRUE(ring.read([&](const PerfRing::Record& record) {
      ASSERT_EQ(record.bodySize + sizeof record.header, sizes[read % 6]);
      for (std::size_t i = 0; i < record.bodySize; ++i) ASSERT_EQ(record.body[i], static_cast<std::byte>(read));
      ++read;
    }));
    ASSERT_EQ(read, written);
    ASSERT_EQ(kernel.room(), kData);
  }
}

TEST(PerfRing, SaysWhetherItWasFull) {
  KernelEnd kernel;
  PerfRing ring(kernel.mapping(), kControl, kData);
  const auto ignore = [](const PerfRing::Record&) {};
  for (int turn = 0; turn < 50; ++turn) {
    while (kernel.room() >= 256) kernel.write(32, 1);
    EXPECT_TRUE(ring.read(ignore));
    EXPECT_FALSE(ring.wasFull());
    while (kernel.room() >= 64) kernel.write(40, 1);
    EXPECT_TRUE(ring.read(ignore));
    EXPECT_TRUE(ring.wasFull());
  }
  EXPECT_TRUE(ring.read(ignore));
  EXPECT_FALSE(ring.wasFull()) << "nothing came since";
  // It fills up while it is read.
  kernel.write(32, 1);
  EXPECT_TRUE(ring.read([&](const PerfRing::Record&) {
    while (kernel.room() >= 64) kernel.write(40, 1);
  }));
  EXPECT_TRUE(ring.wasFull());
}

TEST(PerfRing, RecordsTooLongToMatterAreStepped) {
  KernelEnd kernel;
  PerfRing ring(kernel.mapping(), kControl, kData);
  kernel.write(512, 1);
  kernel.write(32, 2);
  int seen = 0;
  EXPECT_TRUE(ring.read([&](const PerfRing::Record& record) {
    EXPECT_EQ(record.body[0], std::byte{2});
    ++seen;
  }));
  EXPECT_EQ(seen, 1);
}

TEST(PerfRing, NonsenseIsGivenUpAndSaidSo) {
  for (const std::uint16_t size : {std::uint16_t{0}, std::uint16_t{4}, std::uint16_t{33}, std::uint16_t{4096}}) {
    KernelEnd kernel;
    PerfRing ring(kernel.mapping(), kControl, kData);
    std::vector<std::uint8_t> bytes(64, 0);
    const perf_event_header header{PERF_RECORD_SWITCH, 0, size};
    std::memcpy(bytes.data(), &header, sizeof header);
    kernel.writeBytes(bytes);
    EXPECT_FALSE(ring.read([](const PerfRing::Record&) { FAIL(); })) << size;
    EXPECT_EQ(kernel.room(), kData);
    // The ring is usable again.
    kernel.write(32, 9);
    int seen = 0;
    EXPECT_TRUE(ring.read([&](const PerfRing::Record&) { ++seen; }));
    EXPECT_EQ(seen, 1);
  }
}

TEST(PerfRing, AHeadBeyondTheRingIsNonsense) {
  KernelEnd kernel;
  PerfRing ring(kernel.mapping(), kControl, kData);
  kernel.control().data_head = kData + 8;
  EXPECT_FALSE(ring.read([](const PerfRing::Record&) { FAIL(); }));
}

}  // namespace
}  // namespace gmpscope::kernel
