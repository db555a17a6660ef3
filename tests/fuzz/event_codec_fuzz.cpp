// Any bytes as a pack of events, behind its compression: runs of events, or what was expected. And any bytes as events:
// packed, they come back.
#include <cstring>
#include <vector>

#include "core/base/check.h"
#include "core/trace/reader/event_codec.h"
#include "core/trace/reader/record_codec.h"
#include "core/trace/reader/zstd_frame.h"

using namespace gmpscope::trace;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Deflater deflater;
  static EventUnpacker unpacker;
  static RecordUnpacker records;
  static EventPacker packer;
  const auto bytes = std::as_bytes(std::span(data, size));
  std::size_t events = 0;
  const auto count = [&events](const RawRun& run) { events += run.events.size(); };
  static_cast<void>(unpacker.unpack(deflater.deflate(bytes), count));
  GMPSCOPE_CHECK(events <= size);
  static_cast<void>(records.unpack(deflater.deflate(bytes), {}));

  std::vector<Event> given(size / sizeof(Event));
  if (given.empty()) return 0;
  std::memcpy(given.data(), data, given.size() * sizeof(Event));
  packer.add({1, 2, given});
  const std::string expected = unpacker.unpack(packer.pack(), [&](const RawRun& run) {
    GMPSCOPE_CHECK(run.m == 1 && run.epoch == 2 && run.events.size() == given.size());
    GMPSCOPE_CHECK(std::memcmp(run.events.data(), given.data(), given.size() * sizeof(Event)) == 0);
  });
  GMPSCOPE_CHECK(expected.empty());
  return 0;
}
