#include "core/trace/reader/tracer_sample.h"

#include <array>
#include <cstring>

#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

namespace {

constexpr std::size_t kFixedWords = 6;
constexpr std::size_t kDropsWords = 2;

}  // namespace

void pack(const TracerSample& sample, std::vector<std::byte>& bytes) {
  std::vector<std::uint64_t> words{sample.ticks,   sample.readerCpu, sample.workerCpu,
                                   sample.dropped, sample.lagNanos,  sample.lagEvents};
  for (const TracerSample::Drops& each : sample.drops) words.insert(words.end(), {each.m, each.dropped});
  const auto plain = std::as_bytes(std::span(words));
  bytes.assign(plain.begin(), plain.end());
}

std::optional<TracerSample> unpackTracerSample(std::span<const std::byte> bytes) {
  constexpr std::size_t kFixed = kFixedWords * sizeof(std::uint64_t);
  constexpr std::size_t kEach = kDropsWords * sizeof(std::uint64_t);
  if (bytes.size() < kFixed || (bytes.size() - kFixed) % kEach != 0) return std::nullopt;
  std::array<std::uint64_t, kFixedWords> fixed{};
  std::memcpy(fixed.data(), bytes.data(), kFixed);
  TracerSample sample{.ticks = fixed[0],
                      .readerCpu = fixed[1],
                      .workerCpu = fixed[2],
                      .dropped = fixed[3],
                      .lagNanos = fixed[4],
                      .lagEvents = fixed[5],
                      .drops = {}};
  for (bytes = bytes.subspan(kFixed); !bytes.empty(); bytes = bytes.subspan(kEach)) {
    std::array<std::uint64_t, kDropsWords> words{};
    std::memcpy(words.data(), bytes.data(), kEach);
    if (words[0] >= kMaxMs) return std::nullopt;
    sample.drops.push_back({static_cast<std::uint32_t>(words[0]), words[1]});
  }
  return sample;
}

}  // namespace gmpscope::trace
