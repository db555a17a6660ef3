// Any file opened as a trace: an error, or the sound prefix; never a crash. Checksums keep most inputs from being
// looked at, so the input is also taken as what blocks say, which are then sealed: a kind, two bytes of length, the
// payload.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/trace/reader/checkpoint.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/reader/trace_file_format.h"
#include "core/trace/reader/trace_file_index.h"

using namespace gmpscope::trace;

namespace {

constexpr std::uint32_t kKinds = static_cast<std::uint32_t>(BlockKind::Checkpoint) + 2;  // and one that nobody knows

template <class T>
void append(std::string& file, const T& value) {
  file.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string sealed(std::string_view input) {
  std::string file;
  FileHeader header{.version = input.empty() || input[0] % 2 == 0 ? FileHeader::kVersion : 1};
  header.crc = checksum(header);
  append(file, header);
  std::uint32_t sequence = 0;
  for (std::size_t at = 0; at + 3 <= input.size();) {
    std::uint16_t length = 0;
    std::memcpy(&length, &input[at + 1], sizeof length);
    const std::string_view payload = input.substr(at + 3, length);
    // The first one has to be the description, else nothing else is looked at.
    BlockHeader block{.kind = sequence == 0 ? 1 : static_cast<std::uint8_t>(input[at]) % kKinds,
                      .length = static_cast<std::uint32_t>(payload.size()),
                      .sequence = sequence++};
    block.crc = checksum(block, std::as_bytes(std::span(payload)));
    append(file, block);
    file += payload;
    file.resize((file.size() + 7) / 8 * 8);
    at += 3 + payload.size();
  }
  return file;
}

void open(std::string_view file) {
  static const int fd = ::memfd_create("trace", 0);
  GMPSCOPE_CHECK(fd >= 0 && ::ftruncate(fd, 0) == 0);
  GMPSCOPE_CHECK(::pwrite(fd, file.data(), file.size(), 0) == static_cast<ssize_t>(file.size()));

  std::size_t bytes = 0;
  const TraceFileVisitor visitor{
      .meta = [&](std::string_view json) { bytes += json.size(); },
      .events = [&](const RawRun& run) { bytes += run.events.size_bytes(); },
      .frontier = [&](std::uint64_t) { ++bytes; },
      .kernel = [&](std::span<const std::byte> records, std::uint64_t) { bytes += records.size(); },
      .end = [&](std::string_view json) { bytes += json.size(); },
      .overview = [&](std::span<const std::byte> packed) { bytes += packed.size(); },
      .checkpoint =
          [&](std::span<const std::byte> packed) {
            if (const auto checkpoint = unpackCheckpoint(packed)) bytes += checkpoint->order.size();
          },
  };
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  const auto outcome = readTraceFile(path, visitor);
  // Of what is packed, a byte may stand for many.
  if (outcome.ok()) GMPSCOPE_CHECK(outcome.value().bytesRead <= file.size() && bytes / 100'000 <= file.size());

  // What is read by the index is what is read from the beginning.
  auto indexed = IndexedTraceFile::open(path);
  if (!indexed) return;
  const std::size_t all = std::exchange(bytes, 0);
  bool sound = true;
  for (std::size_t i = 0; i < indexed->blocks().size(); ++i) sound = indexed->read(i, visitor) && sound;
  if (sound) GMPSCOPE_CHECK(outcome.ok() && outcome.value().complete && bytes == all);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  open(input);
  open(sealed(input));
  return 0;
}
