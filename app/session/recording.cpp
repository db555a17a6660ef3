#include "app/session/recording.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "app/session/run_ending.h"

namespace gmpscope::app {

namespace {

std::string pathOf(const Descriptor& fd) { return fmt::format("/proc/self/fd/{}", fd.get()); }

Descriptor temporary() {
  const char* directory = std::getenv("TMPDIR");
  const int fd =
      ::open(directory != nullptr && *directory != '\0' ? directory : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return Descriptor(fd >= 0 ? fd : ::memfd_create("gmpscope-trace", MFD_CLOEXEC));
}

}  // namespace

Result<Recording> Recording::create(const std::string& file) {
  if (file.empty()) {
    Descriptor source = temporary();
    if (!source) return Error{"a temporary file for the trace", "", std::strerror(errno)};
    auto writer = trace::TraceFileWriter::create(pathOf(source));
    if (!writer) return writer.error();
    return Recording(std::move(source), std::move(writer).value());
  }
  auto writer = trace::TraceFileWriter::create(file);
  if (!writer) return writer.error();
  Descriptor source(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source) return Error{file, "", std::string("expected a file that can be read: ") + std::strerror(errno)};
  return Recording(std::move(source), std::move(writer).value());
}

Result<Recording> Recording::existing(const std::string& file) {
  Descriptor source(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source) return Error{file, "", std::string("expected a file that can be read: ") + std::strerror(errno)};
  return Recording(std::move(source), std::nullopt);
}

void Recording::note(bool written) {
  if (written) return;
  const std::scoped_lock lock(shared_->mutex);
  shared_->failure = writer_->error();
}

void Recording::meta(std::string_view json) { note(writer_->meta(json)); }
void Recording::events(const trace::RawRun& run) { note(writer_->events(run)); }
void Recording::frontier(std::uint64_t ticks) {
  bool wanted = false;
  {
    const std::scoped_lock lock(shared_->mutex);
    shared_->goesOn = true;
    wanted = shared_->wanted;
  }
  const auto now = Clock::now();
  if (!wanted && now - written_ < kWriteEvery) {
    frontier_ = ticks;
    return;
  }
  frontier_.reset();
  written_ = now;
  note(writer_->frontier(ticks));
  if (!wanted) return;
  const std::scoped_lock lock(shared_->mutex);
  shared_->wanted = false;
  shared_->written.notify_all();
}
void Recording::kernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark) {
  static_assert(sizeof(kernel::SwitchRecord) == trace::kKernelRecordBytes);
  note(writer_->kernel(std::as_bytes(records), watermark));
}
// The last one that was told: without it the trace would be shorter in the file than it was live.
void Recording::writeFrontier() {
  if (frontier_) note(writer_->frontier(*frontier_));
  frontier_.reset();
}
void Recording::overview(const trace::StoredOverview& overview) {
  writeFrontier();
  note(writer_->overview(trace::packOverview(overview)));
}
void Recording::end(std::string_view json) {
  writeFrontier();
  note(writer_->end(json));
  const std::scoped_lock lock(shared_->mutex);
  shared_->goesOn = shared_->wanted = false;
  shared_->written.notify_all();
}

// Not for ever: its thread may be busy with an arena that is full.
void Recording::waitUntilWritten() const {
  std::unique_lock lock(shared_->mutex);
  if (!shared_->goesOn) return;
  shared_->wanted = true;
  shared_->written.wait_for(lock, std::chrono::seconds(1), [this] { return !shared_->wanted; });
}

std::string Recording::error() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->failure;
}

Status Recording::copyTo(const std::string& file) const {
  struct stat info {};
  if (::stat(file.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) return Error{file, "", "expected an ordinary file"};
  waitUntilWritten();
  const std::string partial = fmt::format("{}.{}.partial", file, ::getpid());
  auto created = trace::TraceFileWriter::create(partial);
  if (!created) return Error{file, created.error().place, created.error().expected};
  trace::TraceFileWriter& writer = created.value();
  bool ended = false;
  bool written = true;
  const auto all = trace::readTraceFile(
      pathOf(source_),
      {.meta = [&](std::string_view json) { written = written && writer.meta(json); },
       .events = [&](const trace::RawRun& run) { written = written && writer.events(run); },
       .frontier = [&](std::uint64_t ticks) { written = written && writer.frontier(ticks); },
       .kernel = [&](auto records, std::uint64_t mark) { written = written && writer.kernel(records, mark); },
       .end =
           [&](std::string_view json) {
             ended = true;
             written = written && writer.end(json);
           },
       .overview = [&](auto packed) { written = written && writer.overview(packed); }});
  if (all.ok() && written && !ended) written = writer.end(toJson(RunEnding{}));
  if (all.ok() && written && ::rename(partial.c_str(), file.c_str()) == 0) return Nothing{};
  Error error{file, "", !all.ok() ? all.error().text() : written ? std::strerror(errno) : writer.error()};
  ::unlink(partial.c_str());
  return error;
}

}  // namespace gmpscope::app
