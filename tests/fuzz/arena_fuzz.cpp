// A worker may write anything into the arena at any time: the reader must survive it and come to an end.
#include <algorithm>
#include <cstring>

#include "core/base/check.h"
#include "core/trace/reader/arena_reader.h"

using namespace gmpscope::trace;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto created = Arena::createPrivate(std::size_t{4} << 20);
  GMPSCOPE_CHECK(created.ok());
  Arena& arena = created.value();
  // The input is a list of {where: 3 bytes, how: 1, value: 4}: a header, a slot or a chunk header gets the value.
  for (; size >= 8; data += 8, size -= 8) {
    std::uint32_t where = 0;
    std::memcpy(&where, data, 3);
    const std::uint8_t how = data[3];
    std::byte* target = nullptr;
    std::size_t room = 0;
    if (how % 3 == 0) {
      target = reinterpret_cast<std::byte*>(&arena.header());
      room = sizeof(ArenaHeader);
    } else if (how % 3 == 1) {
      target = reinterpret_cast<std::byte*>(&arena.slot(how / 3 % 8));
      room = sizeof(MSlot);
    } else {
      target = reinterpret_cast<std::byte*>(&arena.chunk(how / 3 % std::min(arena.chunkCount(), 8U)));
      room = sizeof(ChunkHeader);
    }
    std::memcpy(target + where % (room / 4) * 4, data + 4, 4);
  }

  ArenaReader reader(arena);
  std::size_t events = 0;
  for (int i = 0; i < 3; ++i) reader.poll([&events](const RawRun& run) { events += run.events.size(); });
  // No event can be delivered twice in so few polls without its chunk having been leased anew.
  GMPSCOPE_CHECK(events <= std::size_t{3} * arena.chunkCount() * kChunkEvents);
  static_cast<void>(reader.oddMs());
  return 0;
}
