#pragma once
// The shared memory that events travel through: a header, a slot per M, and a pool of chunks leased to Ms.
// See arena_layout.h for what stands where. The writer side trusts it; the reader treats every byte as hostile.

#include <cstddef>

#include "core/base/result.h"
#include "core/trace/writer/arena_layout.h"

namespace gmpscope::trace {

class Arena {
 public:
  // A memfd, sealed against resizing, to be inherited by a worker.
  static Result<Arena> createShared(std::size_t bytes);
  // Ordinary memory of this process, for tests and users of the library.
  static Result<Arena> createPrivate(std::size_t bytes);
  // Maps an inherited descriptor; checks magic, version and sizes. Takes the descriptor over.
  static Result<Arena> map(int fd);

  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] ArenaHeader& header() const { return *static_cast<ArenaHeader*>(base_); }
  [[nodiscard]] MSlot& slot(std::uint32_t m) const;
  [[nodiscard]] Chunk& chunk(std::uint32_t index) const;
  // As checked when the arena was mapped; the header's own copy may have been overwritten since.
  [[nodiscard]] std::uint32_t chunkCount() const { return chunkCount_; }

  // Any writer thread: a free chunk, or none if the reader has not kept up.
  [[nodiscard]] std::uint32_t leaseChunk();  // kNoChunk if none
  // The reader: asks every M to say anew what it knows, as after a gap. The epoch in which it will.
  std::uint32_t beginEpoch();
  // The reader: gives a drained chunk back.
  void returnChunk(std::uint32_t index);

 private:
  Arena(int fd, void* base, std::size_t bytes, std::uint32_t chunks);
  void format();

  int fd_ = -1;
  void* base_ = nullptr;
  std::size_t bytes_ = 0;
  std::uint32_t chunkCount_ = 0;
};

}  // namespace gmpscope::trace
