// Any file opened as a trace: an error, or the sound prefix; never a crash.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "core/base/check.h"
#include "core/trace/reader/trace_file.h"

using namespace gmpscope::trace;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int fd = ::memfd_create("trace", 0);
  GMPSCOPE_CHECK(fd >= 0 && ::ftruncate(fd, 0) == 0);
  GMPSCOPE_CHECK(::pwrite(fd, data, size, 0) == static_cast<ssize_t>(size));

  std::size_t bytes = 0;
  const TraceFileVisitor visitor{
      .meta = [&](std::string_view json) { bytes += json.size(); },
      .events = [&](const RawRun& run) { bytes += run.events.size_bytes(); },
      .frontier = [&](std::uint64_t) { ++bytes; },
      .kernel = [&](std::span<const std::byte> records, std::uint64_t) { bytes += records.size(); },
      .end = [&](std::string_view json) { bytes += json.size(); },
  };
  const auto outcome = readTraceFile("/proc/self/fd/" + std::to_string(fd), visitor);
  // Of what is packed, a byte may stand for many.
  if (outcome.ok()) GMPSCOPE_CHECK(outcome.value().bytesRead <= size && bytes / 100'000 <= size);
  return 0;
}
