#include "core/trace/reader/block_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/trace/reader/trace_file_format.h"

namespace gmpscope::trace {

namespace {

std::string systemError(int number) { return std::strerror(number); }

template <class T>
std::span<std::byte> bytesOf(T& value) {
  return std::as_writable_bytes(std::span(&value, 1));
}

}  // namespace

Result<BlockReader> BlockReader::open(const std::string& path) {
  // Non-blocking: opening a pipe by mistake must not wait for someone to write into it.
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info {};
  if (fd.get() < 0 || ::fstat(fd.get(), &info) < 0) {
    return Error{path, "", "expected a trace file that can be read: " + systemError(errno)};
  }
  if (!S_ISREG(info.st_mode)) {
    return Error{path, "",
                 S_ISDIR(info.st_mode) ? "expected a trace file, this is a directory" : "expected a trace file"};
  }
  return BlockReader(path, std::move(fd), static_cast<std::uint64_t>(info.st_size));
}

void BlockReader::seek(std::uint64_t offset, std::uint32_t sequence) {
  offset_ = offset;
  sequence_ = sequence;
  ended_ = false;
  damage_.clear();
}

bool BlockReader::read(std::span<std::byte> into, std::uint64_t from) {
  while (!into.empty()) {
    const ssize_t got = ::pread(fd_.get(), into.data(), into.size(), static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return damaged("cannot be read: " + systemError(errno));
    if (got == 0) return damaged("the file got shorter while it was read");
    from += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

Status BlockReader::header() {
  if (size_ == 0) return Error{path_, "byte 0", "expected a gmpscope trace, the file is empty"};
  FileHeader header{.magic = 0, .version = 0};
  if (!read(bytesOf(header).first(std::min<std::uint64_t>(size_, sizeof header)), 0))
    return Error{path_, "byte 0", damage_};
  if (header.magic != FileHeader::kMagic) {
    return Error{path_, "byte 0", "expected a gmpscope trace, it doesn't start with a trace's magic"};
  }
  if (size_ < sizeof header)
    return Error{path_, fmt::format("byte {}", size_), "expected a header of 16 bytes, the file ends here"};
  if (header.crc != checksum(header)) return Error{path_, "byte 12", "expected the header's checksum, it is damaged"};
  if (header.version == 0 || header.version > FileHeader::kVersion) {
    return Error{
        path_, "byte 8",
        fmt::format("expected a trace of version 1 to {}, this is version {}", FileHeader::kVersion, header.version)};
  }
  offset_ = sizeof header;
  return Nothing{};
}

bool BlockReader::block(const TraceFileVisitor& visitor) {
  const std::uint64_t left = size_ - offset_;
  if (left == 0) return ended_ ? false : damaged("expected another block, the file ends before its end block");
  if (ended_) return damaged(fmt::format("expected the end of the file, {} bytes follow its end block", left));
  BlockHeader header;
  if (left < sizeof header) return damaged("expected a block's header, the file ends within it");
  if (!read(bytesOf(header), offset_)) return false;
  if (header.length > kMaxPayload || header.sequence != sequence_) {
    return damaged(fmt::format("expected block {} with at most {} bytes, it is damaged", sequence_, kMaxPayload));
  }
  if (padded(header.length) > left - sizeof header) {
    return damaged(
        fmt::format("expected a block of {} bytes, the file ends within it", padded(header.length) + sizeof header));
  }
  buffer_.resize(padded(header.length));
  if (!read(buffer_, offset_ + sizeof header)) return false;
  const auto payload = std::span<const std::byte>(buffer_).first(header.length);
  const auto filling = std::span<const std::byte>(buffer_).subspan(header.length);
  if (header.crc != checksum(header, payload) ||
      std::any_of(filling.begin(), filling.end(), [](std::byte b) { return b != std::byte{}; })) {
    return damaged("expected a block with a right checksum, it is damaged");
  }
  kind_ = static_cast<BlockKind>(header.kind);
  if (!deliver(kind_, payload, visitor)) return false;
  offset_ += sizeof header + buffer_.size();
  ++sequence_;
  return true;
}

bool BlockReader::deliver(BlockKind kind, std::span<const std::byte> payload, const TraceFileVisitor& visitor) {
  const auto text = [&] { return std::string_view(reinterpret_cast<const char*>(payload.data()), payload.size()); };
  if ((kind == BlockKind::Meta) != (sequence_ == 0)) {
    return damaged("expected the run's description as the first block and only there");
  }
  switch (kind) {
    case BlockKind::Meta:
      if (visitor.meta) visitor.meta(text());
      return true;
    case BlockKind::Events:
      return deliverEvents(payload, visitor);
    case BlockKind::PackedEvents:
      return sound(events_.unpack(payload, visitor.events));
    case BlockKind::PackedKernel:
      return sound(records_.unpack(payload, visitor.kernel));
    case BlockKind::Frontier: {
      std::uint64_t ticks = 0;
      if (payload.size() != sizeof ticks) return damaged("expected a frontier of 8 bytes");
      std::memcpy(&ticks, payload.data(), sizeof ticks);
      if (visitor.frontier) visitor.frontier(ticks);
      return true;
    }
    case BlockKind::Kernel: {
      std::uint64_t watermark = 0;
      if (payload.size() < sizeof watermark || (payload.size() - sizeof watermark) % kKernelRecordBytes != 0) {
        return damaged(fmt::format("expected whole kernel records of {} bytes", kKernelRecordBytes));
      }
      std::memcpy(&watermark, payload.data(), sizeof watermark);
      if (visitor.kernel) visitor.kernel(payload.subspan(sizeof watermark), watermark);
      return true;
    }
    case BlockKind::Overview:
      if (visitor.overview) visitor.overview(payload);
      return true;
    case BlockKind::Checkpoint:
      if (visitor.checkpoint) visitor.checkpoint(payload);
      return true;
    case BlockKind::Index:
      return true;  // what stands before it has been read without
    case BlockKind::Tracer: {
      const auto sample = unpackTracerSample(payload);
      if (!sample) return damaged("expected a sample of the tracer");
      if (visitor.tracer) visitor.tracer(*sample);
      return true;
    }
    case BlockKind::Cut:
      return deliverCut(payload, visitor);
    case BlockKind::End:
      ended_ = true;
      if (visitor.end) visitor.end(text());
      return true;
  }
  return true;  // a kind of a later version: what it says isn't needed to understand the rest
}

bool BlockReader::deliverCut(std::span<const std::byte> payload, const TraceFileVisitor& visitor) {
  if (payload.size() % sizeof(CutEvents) != 0) return damaged("expected whole counts of what is missing");
  std::vector<CutEvents> cut(payload.size() / sizeof(CutEvents));
  if (!cut.empty()) std::memcpy(cut.data(), payload.data(), payload.size());
  for (const CutEvents& each : cut) {
    if (each.m >= kMaxMs) return damaged(fmt::format("expected an M below {}, not {}", kMaxMs, each.m));
  }
  if (visitor.cut) visitor.cut(cut);
  return true;
}

bool BlockReader::deliverEvents(std::span<const std::byte> payload, const TraceFileVisitor& visitor) {
  RunHeader run;
  if (payload.size() < sizeof run || (payload.size() - sizeof run) % sizeof(Event) != 0) {
    return damaged(fmt::format("expected whole events of {} bytes", sizeof(Event)));
  }
  std::memcpy(&run, payload.data(), sizeof run);
  if (run.m >= kMaxMs) return damaged(fmt::format("expected an M below {}, not {}", kMaxMs, run.m));
  // The buffer comes from operator new and the headers keep multiples of 8: events are aligned.
  const auto* first = reinterpret_cast<const Event*>(payload.data() + sizeof run);
  if (visitor.events) visitor.events({run.m, run.epoch, {first, (payload.size() - sizeof run) / sizeof(Event)}});
  return true;
}

}  // namespace gmpscope::trace
