#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "core/base/check.h"
#include "core/base/descriptor.h"
#include "core/trace/reader/crc32c.h"
#include "core/trace/reader/trace_file.h"
#include "tests/bench/trace/measured.h"
#include "tests/bench/trace/parts.h"
#include "tests/bench/trace/recorded_run.h"

namespace gmpscope::bench {

namespace {

constexpr double kWriteAim = 10e6;  // events a second
constexpr double kBytesAim = 4;     // an event
// As a recording does: until then events are gathered.
constexpr auto kFrontierEvery = std::chrono::milliseconds(50);

void write(const Looks& looks, const std::string& path) {
  auto created = trace::TraceFileWriter::create(path);
  GMPSCOPE_CHECK(created.ok());
  trace::TraceFileWriter& writer = created.value();
  GMPSCOPE_CHECK(writer.meta("{}"));
  auto written = looks.front().at;
  for (const Look& look : looks) {
    for (const Look::Part& part : look.parts) GMPSCOPE_CHECK(writer.events({part.m, part.epoch, part.events}));
    if (look.at - written < kFrontierEvery) continue;
    GMPSCOPE_CHECK(writer.frontier(look.frontier));
    written = look.at;
  }
  GMPSCOPE_CHECK(writer.end("{}"));
}

void read(const std::string& path, std::uint64_t expected) {
  std::uint64_t events = 0;
  const auto outcome =
      trace::readTraceFile(path, {.meta = {},
                                  .events = [&](const trace::RawRun& run) { events += run.events.size(); },
                                  .frontier = {},
                                  .kernel = {},
                                  .end = {}});
  GMPSCOPE_CHECK(outcome.ok() && outcome.value().complete && events == expected);
}

std::uint64_t sizeOf(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  GMPSCOPE_CHECK(size > 0);
  return static_cast<std::uint64_t>(size);
}

// The file's bytes alone, checked in pieces of a block's length: what a mapping would save.
std::uint32_t checkedByPread(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::vector<std::byte> buffer(std::size_t{128} << 10);
  std::uint32_t crc = 0;
  off_t at = 0;
  for (ssize_t got = 0; (got = ::pread(file.get(), buffer.data(), buffer.size(), at)) > 0; at += got)
    crc = trace::crc32c(std::span(buffer).first(static_cast<std::size_t>(got)), crc);
  return crc;
}

std::uint32_t checkedByMmap(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const auto size = static_cast<std::size_t>(sizeOf(path));
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  GMPSCOPE_CHECK(mapped != MAP_FAILED);
  const std::uint32_t crc = trace::crc32c({static_cast<const std::byte*>(mapped), size});
  ::munmap(mapped, size);
  return crc;
}

bool benchOne(const char* name, const Looks& looks, const std::string& path) {
  const std::uint64_t events = eventsOf(looks);
  const auto count = static_cast<double>(events);
  const Rates writing = measured(count, [&] { write(looks, path); });
  const Rates reading = measured(count, [&] { read(path, events); });
  const std::uint64_t size = sizeOf(path);
  std::uint32_t crc = 0;
  const Rates pread = measured(static_cast<double>(size), [&] { crc = checkedByPread(path); });
  const Rates mapped = measured(static_cast<double>(size), [&] { GMPSCOPE_CHECK(crc == checkedByMmap(path)); });
  const double each = static_cast<double>(size) / count;
  const bool reached = writing.best >= kWriteAim && each <= kBytesAim;
  std::printf("%-14s %11llu %9.2f %8.1f %8.1f %8.1f %8.1f %9.2f %9.2f   %s\n", name,
              static_cast<unsigned long long>(events), each, writing.best / 1e6, writing.median / 1e6,
              reading.best / 1e6, reading.median / 1e6, pread.best / 1e9, mapped.best / 1e9,
              reached ? "reached" : "missed");
  return reached;
}

}  // namespace

bool benchFile() {
  const std::string path = "/tmp/gmpscope-bench-" + std::to_string(::getpid()) + ".gmps";
  std::printf(
      "\nthe file: bytes an event, aim %.1f; M events/s written (packed, to /tmp), aim %.1f, and read; GB/s of\n"
      "the file's bytes taken and checked, by pread and by mmap\n",
      kBytesAim, kWriteAim / 1e6);
  std::printf("%-14s %11s %9s %8s %8s %8s %8s %9s %9s\n", "", "events", "bytes", "write", "median", "read", "median",
              "pread", "mmap");
  bool reached = true;
  for (const int procs : {1, 2}) {
    reached &= benchOne(("ping-pong P=" + std::to_string(procs)).c_str(), record(procs, pingPongWork), path);
  }
  for (const int procs : {1, 2, 4}) {
    reached &= benchOne(("mixed P=" + std::to_string(procs)).c_str(), record(procs, mixedWork), path);
  }
  ::unlink(path.c_str());
  return reached;
}

}  // namespace gmpscope::bench
