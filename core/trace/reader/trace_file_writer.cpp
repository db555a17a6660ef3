#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>

#include "core/base/descriptor.h"
#include "core/trace/reader/event_batch.h"
#include "core/trace/reader/event_codec.h"
#include "core/trace/reader/trace_file.h"
#include "core/trace/reader/trace_file_format.h"
#include "core/trace/reader/trace_file_index.h"

namespace gmpscope::trace {

namespace {

std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

template <class T>
std::span<const std::byte> bytesOf(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

std::string systemError(int number) { return std::strerror(number); }

// Then they are written at once: what is gathered stays in the processor's caches.
constexpr std::size_t kBatchEvents = std::size_t{1} << 15;

}  // namespace

struct TraceFileWriter::Parts {
  Parts(std::string name, int descriptor) : path(std::move(name)), fd(descriptor) {}

  // Appends the bytes as one block with one write. `ticks` is what the index says of it.
  bool block(BlockKind kind, std::span<const std::byte> payload, std::uint64_t ticks = 0);
  bool index();
  bool put();
  bool flush();
  bool flushRecords();

  std::string path;
  Descriptor fd;
  std::uint64_t size = 0;  // of what was written whole
  std::uint32_t sequence = 0;
  std::vector<std::byte> buffer;
  EventBatch batch;
  EventPacker packer;
  std::vector<std::byte> records;
  std::uint64_t watermark = 0;
  RecordPacker recordPacker;
  std::vector<IndexedBlock> blocks;  // so far, as far as an index may go
  std::vector<TracerSample> samples;
  std::vector<std::byte> sample;  // one of them as bytes
  std::string error;
};

bool TraceFileWriter::Parts::block(BlockKind kind, std::span<const std::byte> payload, std::uint64_t ticks) {
  if (!error.empty()) return false;
  BlockHeader header{.kind = static_cast<std::uint32_t>(kind), .sequence = sequence++};
  if (payload.size() > kMaxPayload) {
    error = fmt::format("{}: byte {}: expected a block of at most {} bytes, not {}", path, size, kMaxPayload,
                        payload.size());
    return false;
  }
  header.length = static_cast<std::uint32_t>(payload.size());
  header.crc = checksum(header, payload);
  const auto head = bytesOf(header);
  buffer.assign(head.begin(), head.end());
  buffer.insert(buffer.end(), payload.begin(), payload.end());
  buffer.resize(sizeof header + padded(payload.size()));
  if (blocks.size() <= kMaxIndexed) blocks.push_back({size, kind, header.length, ticks});
  return put();
}

bool TraceFileWriter::Parts::put() {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t wrote = ::write(fd.get(), buffer.data() + done, buffer.size() - done);
    if (wrote > 0) {
      done += static_cast<std::size_t>(wrote);
      continue;
    }
    if (wrote < 0 && errno == EINTR) continue;
    const int number = wrote < 0 ? errno : ENOSPC;
    error = fmt::format("{}: byte {}: cannot be written: {}", path, size + done, systemError(number));
    // A part of a block helps nobody. If even this is refused, the reader finds the same sound prefix.
    [[maybe_unused]] const int ignored = ::ftruncate(fd.get(), static_cast<off_t>(size));
    return false;
  }
  size += buffer.size();
  return true;
}

Result<TraceFileWriter> TraceFileWriter::create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return Error{path, "", "expected a file that can be written: " + systemError(errno)};
  auto parts = std::make_unique<Parts>(path, fd);
  FileHeader header;
  header.crc = checksum(header);
  const auto bytes = bytesOf(header);
  parts->buffer.assign(bytes.begin(), bytes.end());
  if (!parts->put())
    return Error{path, "", "expected a file that can be written" + parts->error.substr(parts->error.rfind(": "))};
  return TraceFileWriter(std::move(parts));
}

TraceFileWriter::TraceFileWriter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TraceFileWriter::TraceFileWriter(TraceFileWriter&&) noexcept = default;
TraceFileWriter& TraceFileWriter::operator=(TraceFileWriter&&) noexcept = default;
TraceFileWriter::~TraceFileWriter() = default;

bool TraceFileWriter::meta(std::string_view json) { return parts_->block(BlockKind::Meta, bytesOf(json)); }

bool TraceFileWriter::Parts::flush() {
  constexpr auto kNever = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t earliest = kNever;
  const auto pack = [&] { block(BlockKind::PackedEvents, packer.pack(), std::exchange(earliest, kNever)); };
  batch.take([&](RawRun run) {
    while (!run.events.empty() && error.empty()) {
      const std::size_t fitting = std::min(run.events.size(), kMaxPackEvents - packer.events());
      packer.add({run.m, run.epoch, run.events.first(fitting)});
      earliest = std::min(earliest, run.events.front().time);
      run.events = run.events.subspan(fitting);
      if (!packer.fits(1)) pack();
    }
  });
  if (packer.events() > 0) pack();
  if (!records.empty()) flushRecords();
  for (const TracerSample& each : samples) {
    trace::pack(each, sample);
    block(BlockKind::Tracer, sample);
  }
  samples.clear();
  return error.empty();
}

bool TraceFileWriter::Parts::flushRecords() {
  block(BlockKind::PackedKernel, recordPacker.pack(records, watermark), watermark);
  records.clear();
  return error.empty();
}

// A file that is too long for one goes without.
bool TraceFileWriter::Parts::index() {
  if (blocks.size() > kMaxIndexed) return true;
  const auto packed = packIndex(blocks);
  return packed.size() > kMaxPayload || block(BlockKind::Index, packed);
}

bool TraceFileWriter::events(const RawRun& run) {
  if (!parts_->error.empty()) return false;
  parts_->batch.add(run);
  return parts_->batch.events() < kBatchEvents || parts_->flush();
}

bool TraceFileWriter::flush() { return parts_->flush(); }

bool TraceFileWriter::frontier(std::uint64_t ticks) {
  return parts_->flush() && parts_->block(BlockKind::Frontier, bytesOf(ticks), ticks);
}

bool TraceFileWriter::kernel(std::span<const std::byte> records, std::uint64_t watermark) {
  Parts& parts = *parts_;
  for (; !records.empty() && parts.error.empty();) {
    const std::size_t room = kMaxPackRecords * kKernelRecordBytes - parts.records.size();
    const auto part = records.first(std::min(records.size(), room));
    parts.records.insert(parts.records.end(), part.begin(), part.end());
    records = records.subspan(part.size());
    // Of records that need several blocks only the last tells the watermark: before it some were still to come.
    if (part.size() == room) parts.flushRecords();
  }
  parts.watermark = watermark;
  return parts.error.empty();
}

bool TraceFileWriter::overview(std::span<const std::byte> packed) {
  return parts_->flush() && parts_->block(BlockKind::Overview, packed);
}

bool TraceFileWriter::tracer(const TracerSample& sample) {
  parts_->samples.push_back(sample);
  return parts_->error.empty();
}

bool TraceFileWriter::cut(std::span<const CutEvents> cut) { return parts_->block(BlockKind::Cut, std::as_bytes(cut)); }

bool TraceFileWriter::checkpoint(std::span<const std::byte> packed, std::uint64_t frontierTicks) {
  return parts_->block(BlockKind::Checkpoint, packed, frontierTicks);
}

bool TraceFileWriter::end(std::string_view json) {
  return parts_->flush() && parts_->index() && parts_->block(BlockKind::End, bytesOf(json));
}

const std::string& TraceFileWriter::error() const { return parts_->error; }
std::uint64_t TraceFileWriter::size() const { return parts_->size; }

}  // namespace gmpscope::trace
