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
#include "core/trace/reader/trace_file_format.h"

namespace gmpscope::app {

namespace {

// What is kept consists of so many files, and the one that is being written.
constexpr int kParts = 8;

std::string pathOf(const Descriptor& fd) { return fmt::format("/proc/self/fd/{}", fd.get()); }

Descriptor temporary() {
  const char* directory = std::getenv("TMPDIR");
  const int fd =
      ::open(directory != nullptr && *directory != '\0' ? directory : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return Descriptor(fd >= 0 ? fd : ::memfd_create("gmpscope-trace", MFD_CLOEXEC));
}

}  // namespace

Recording::Recording(std::shared_ptr<Part> part) : part_(std::move(part)) { shared_->parts.push_back(part_); }

Result<std::shared_ptr<Recording::Part>> Recording::temporaryPart() {
  Descriptor source = temporary();
  if (!source) return Error{"a temporary file for the trace", "", std::strerror(errno)};
  auto writer = trace::TraceFileWriter::create(pathOf(source));
  if (!writer) return writer.error();
  auto part = std::make_shared<Part>();
  part->source = std::move(source);
  part->writer = std::move(writer).value();
  part->begun = Clock::now();
  return part;
}

Result<Recording> Recording::create(const std::string& file) {
  if (file.empty()) {
    auto part = temporaryPart();
    if (!part) return part.error();
    return Recording(std::move(part).value());
  }
  auto writer = trace::TraceFileWriter::create(file);
  if (!writer) return writer.error();
  auto recording = existing(file);
  if (recording.ok()) recording.value().part_->writer = std::move(writer).value();
  return recording;
}

Result<Recording> Recording::keeping(Clock::duration keep) {
  auto recording = create("");
  if (recording.ok()) recording.value().keep_ = keep;
  return recording;
}

Result<Recording> Recording::existing(const std::string& file) {
  auto part = std::make_shared<Part>();
  part->source = Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!part->source) return Error{file, "", std::string("expected a file that can be read: ") + std::strerror(errno)};
  return Recording(std::move(part));
}

void Recording::note(bool written) {
  if (written) return;
  const std::scoped_lock lock(shared_->mutex);
  shared_->failure = part_->writer->error();
}

void Recording::meta(std::string_view json) {
  meta_ = json;
  note(part_->writer->meta(json));
}

void Recording::events(const trace::RawRun& run) {
  if (keep_ > Clock::duration::zero()) part_->told.add(run);
  note(part_->writer->events(run));
}

bool Recording::frontier(std::uint64_t ticks) {
  bool wanted = false;
  {
    const std::scoped_lock lock(shared_->mutex);
    shared_->goesOn = true;
    wanted = shared_->wanted;
  }
  const auto now = Clock::now();
  if (!wanted && now - written_ < kWriteEvery) {
    frontier_ = ticks;
    return false;
  }
  frontier_.reset();
  written_ = now;
  note(part_->writer->frontier(ticks));
  if (wanted) {
    const std::scoped_lock lock(shared_->mutex);
    shared_->wanted = false;
    shared_->written.notify_all();
  }
  return keep_ > Clock::duration::zero() && now - part_->begun >= keep_ / kParts && beginPart(now);
}

// Goes on in another file, and gives up those that nobody wants any more.
bool Recording::beginPart(Clock::time_point now) {
  auto next = temporaryPart();
  const bool made = next.ok() && next.value()->writer->meta(meta_);
  const std::scoped_lock lock(shared_->mutex);
  if (!made) {
    shared_->failure = next.ok() ? next.value()->writer->error() : next.error().text();
    return false;
  }
  part_ = std::move(next).value();
  auto& parts = shared_->parts;
  parts.push_back(part_);
  while (parts.size() > 1 && now - parts[1]->begun >= keep_) {
    shared_->cut.absorb(parts.front()->told);
    parts.pop_front();
  }
  return true;
}

void Recording::saidAnewIn(std::uint32_t epoch) {
  const std::scoped_lock lock(shared_->mutex);
  part_->epoch = epoch;
}

std::size_t Recording::checkpoint(const trace::Checkpoint& checkpoint, std::uint64_t frontier) {
  writeFrontier();
  const auto packed = trace::packCheckpoint(checkpoint);
  // One that a reader wouldn't believe is left out: it is only additional.
  const bool fits = checkpoint.order.size() + checkpoint.model.size() <= trace::Checkpoint::kMostBytes;
  if (fits && packed.size() <= trace::kMaxPayload) note(part_->writer->checkpoint(packed, frontier));
  return packed.size();
}

void Recording::kernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark) {
  static_assert(sizeof(kernel::SwitchRecord) == trace::kKernelRecordBytes);
  note(part_->writer->kernel(std::as_bytes(records), watermark));
}
// The last one that was told: without it the trace would be shorter in the file than it was live.
void Recording::writeFrontier() {
  if (frontier_) note(part_->writer->frontier(*frontier_));
  frontier_.reset();
}
// It is of all: a part that is kept has another.
void Recording::overview(const trace::StoredOverview& overview) {
  if (keep_ > Clock::duration::zero()) return;
  writeFrontier();
  note(part_->writer->overview(trace::packOverview(overview)));
}
void Recording::tracer(const trace::TracerSample& sample) { note(part_->writer->tracer(sample)); }
void Recording::end(std::string_view json) {
  writeFrontier();
  note(part_->writer->end(json));
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
  std::vector<std::shared_ptr<const Part>> parts;
  CutOff cut;
  std::uint32_t anew = 0;
  {
    const std::scoped_lock lock(shared_->mutex);
    parts.assign(shared_->parts.begin(), shared_->parts.end());
    cut = shared_->cut;
    anew = parts.front()->epoch;
  }
  Status read = Nothing{};
  bool ended = false;
  bool written = true;
  // Of what wasn't said anew yet where the kept part begins nothing can be concluded.
  const auto epochOf = [&](std::uint32_t recorded) {
    if (cut.empty()) return recorded;
    return recorded < anew ? trace::kCutEpoch : recorded + trace::kEpochsAfterCut;
  };
  for (std::size_t i = 0; i < parts.size() && read.ok() && written; ++i) {
    const auto all = trace::readTraceFile(
        pathOf(parts[i]->source),
        {.meta =
             [&](std::string_view json) {
               if (i == 0) written = writer.meta(json) && (cut.empty() || cut.write(writer));
             },
         .events =
             [&](const trace::RawRun& run) {
               written = written && writer.events({run.m, epochOf(run.epoch), run.events});
             },
         .frontier = [&](std::uint64_t ticks) { written = written && writer.frontier(ticks); },
         .kernel = [&](auto records, std::uint64_t mark) { written = written && writer.kernel(records, mark); },
         .end =
             [&](std::string_view json) {
               ended = true;
               written = written && writer.end(json);
             },
         .overview = [&](auto packed) { written = written && writer.overview(packed); },
         .tracer = [&](const trace::TracerSample& sample) { written = written && writer.tracer(sample); },
         .cut = [&](std::span<const trace::CutEvents> missing) { written = written && writer.cut(missing); }});
    if (!all.ok()) read = all.error();
  }
  if (read.ok() && written && !ended) written = writer.end(toJson(RunEnding{}));
  if (read.ok() && written && ::rename(partial.c_str(), file.c_str()) == 0) return Nothing{};
  Error error{file, "", !read.ok() ? read.error().text() : written ? std::strerror(errno) : writer.error()};
  ::unlink(partial.c_str());
  return error;
}

}  // namespace gmpscope::app
