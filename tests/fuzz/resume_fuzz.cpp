// Any bytes taken for what a linearizer saved: they are refused, or it goes on from there, whatever they say. The first
// two say how many follow; the rest are events of three Ms, as in linearizer_fuzz.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "core/base/check.h"
#include "core/trace/reader/linearizer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gmpscope::trace;
  std::uint16_t length = 0;
  if (size < sizeof length) return 0;
  std::memcpy(&length, data, sizeof length);
  const std::span<const std::uint8_t> input(data + sizeof length, size - sizeof length);
  const auto saved = input.first(std::min<std::size_t>(length, input.size()));
  const gmpscope::TickScale scale{0, 1};
  Linearizer linearizer(scale, {});
  if (!linearizer.resume(std::as_bytes(saved))) return 0;

  // What was read is what would be written.
  std::vector<std::byte> again, once;
  std::vector<gmpscope::LifeId> numbers;
  linearizer.save(again, numbers);
  Linearizer other(scale, {});
  GMPSCOPE_CHECK(other.resume(again));
  other.save(once, numbers);
  GMPSCOPE_CHECK(again.size() == once.size());

  constexpr std::uint32_t kMs = 3;
  const auto rest = input.subspan(saved.size());
  for (std::size_t at = 0; at + 8 <= rest.size(); at += 8) {
    const std::uint8_t* b = &rest[at];
    const auto kind = static_cast<EventKind>(b[0] % (static_cast<unsigned>(EventKind::kCount) + 1));
    const Event event{1000 + at, Event::makeHead(kind, 0, b[2] % 3), b[3], b[4], b[5], b[6], b[7]};
    linearizer.add({b[1] % kMs, 0, {&event, 1}});
  }
  linearizer.advance(2000);
  linearizer.finish({}, 0, true);
  GMPSCOPE_CHECK(linearizer.waiting() == 0);
  return 0;
}
