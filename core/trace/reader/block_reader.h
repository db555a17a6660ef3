#pragma once
// One block of a trace file after another, each checked before anything of it is delivered. The file's own: whoever
// wants a trace uses trace_file.h or trace_file_index.h. One thread at a time.
//
// Read with pread, not through a mapping: if somebody cuts the file off meanwhile, that is a short read here and would
// be a SIGBUS there. What the copy costs is measured by tests/bench/trace/file.cpp.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/descriptor.h"
#include "core/base/result.h"
#include "core/trace/reader/event_codec.h"
#include "core/trace/reader/trace_file.h"

namespace gmpscope::trace {

class BlockReader {
 public:
  // An ordinary file that can be read; its header isn't looked at yet. What grows afterwards isn't seen.
  static Result<BlockReader> open(const std::string& path);

  // Magic, version and checksum; the first block is the next one then.
  Status header();
  // The next block is that one, number `sequence` of the file.
  void seek(std::uint64_t offset, std::uint32_t sequence);
  // Delivers the next block; false at the end of what is sound, with the reason in damage().
  bool block(const TraceFileVisitor& visitor);
  // Bytes of the file as they stand there; false with the reason in damage().
  bool read(std::span<std::byte> into, std::uint64_t from);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] BlockKind kind() const { return kind_; }  // of the last block that was delivered
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] const std::string& damage() const { return damage_; }

 private:
  BlockReader(std::string path, Descriptor fd, std::uint64_t size)
      : path_(std::move(path)), fd_(std::move(fd)), size_(size) {}
  bool deliver(BlockKind kind, std::span<const std::byte> payload, const TraceFileVisitor& visitor);
  bool deliverEvents(std::span<const std::byte> payload, const TraceFileVisitor& visitor);
  bool deliverCut(std::span<const std::byte> payload, const TraceFileVisitor& visitor);
  bool damaged(std::string what) {
    damage_ = std::move(what);
    return false;
  }
  bool sound(std::string expected) { return expected.empty() || damaged(std::move(expected)); }

  std::string path_;
  Descriptor fd_;
  std::uint64_t size_;
  std::uint64_t offset_ = 0;
  std::uint32_t sequence_ = 0;
  BlockKind kind_ = BlockKind::Meta;
  bool ended_ = false;
  std::string damage_;
  std::vector<std::byte> buffer_;
  EventUnpacker events_;
  RecordUnpacker records_;
};

}  // namespace gmpscope::trace
