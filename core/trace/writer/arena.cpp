#include "core/trace/writer/arena.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "core/base/check.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

namespace gmpscope::trace {
namespace {

constexpr std::uint64_t kTagUnit = std::uint64_t{1} << 32;

Error failed(const char* what) { return {"trace arena", what, std::strerror(errno)}; }

// So much is touched before the run: a page's first touch costs as much as a hundred events. A reader that keeps up
// needs no more.
constexpr std::size_t kTouchedBytes = std::size_t{256} * kChunkBytes;

void touch(void* base, std::size_t bytes) {
  // Kernels before 5.14 don't know it; then pages come as they are needed.
  ::madvise(static_cast<char*>(base) + kChunksOffset, std::min(bytes - kChunksOffset, kTouchedBytes),
            MADV_POPULATE_WRITE);
}

std::uint32_t chunksIn(std::size_t bytes) {
  return static_cast<std::uint32_t>(bytes > kChunksOffset ? (bytes - kChunksOffset) / kChunkBytes : 0);
}

Result<void*> mapPages(std::size_t bytes, int flags, int fd) {
  void* base = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (base == MAP_FAILED) return failed("mmap");
  // A forked child of the workload must not write into this run's trace by accident.
  ::madvise(base, bytes, MADV_DONTFORK);
  return base;
}

}  // namespace

Result<Arena> Arena::createShared(std::size_t bytes) {
  bytes = kChunksOffset + bytes / kChunkBytes * kChunkBytes;
  const int fd = ::memfd_create("gmpscope-trace", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return failed("memfd_create");
  if (::ftruncate(fd, static_cast<off_t>(bytes)) != 0 ||
      ::fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    auto error = failed("sizing and sealing");
    ::close(fd);
    return error;
  }
  auto base = mapPages(bytes, MAP_SHARED, fd);
  if (!base) {
    ::close(fd);
    return base.error();
  }
  Arena arena(fd, base.value(), bytes, chunksIn(bytes));
  arena.format();
  return arena;
}

Result<Arena> Arena::createPrivate(std::size_t bytes) {
  bytes = kChunksOffset + bytes / kChunkBytes * kChunkBytes;
  auto base = mapPages(bytes, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  if (!base) return base.error();
  Arena arena(-1, base.value(), bytes, chunksIn(bytes));
  touch(base.value(), bytes);
  arena.format();
  return arena;
}

Result<Arena> Arena::map(int fd) {
  Arena arena(fd, nullptr, 0, 0);  // closes it also where it is refused
  struct stat info {};
  if (::fstat(fd, &info) != 0) return failed("fstat");
  const auto bytes = static_cast<std::size_t>(info.st_size);
  const std::uint32_t chunks = chunksIn(bytes);
  if (chunks == 0) return Error{"trace arena", "size", "expected room for at least one chunk"};
  auto base = mapPages(bytes, MAP_SHARED, fd);
  if (!base) return base.error();
  arena.base_ = base.value();
  arena.bytes_ = bytes;
  arena.chunkCount_ = chunks;
  const ArenaHeader& header = arena.header();
  if (header.magic != kArenaMagic || header.version != kArenaVersion || header.bytes != bytes ||
      header.chunkCount != chunks)
    return Error{"trace arena", "header", "expected an arena of this version and size"};
  touch(arena.base_, arena.bytes_);
  return arena;
}

void Arena::format() {
  auto* header = new (base_) ArenaHeader{};
  header->version = kArenaVersion;
  header->chunkCount = chunkCount_;
  header->bytes = bytes_;
  header->freeChunks.store(kNoChunk, std::memory_order_relaxed);
  for (std::uint32_t i = chunkCount_; i > 0; --i) returnChunk(i - 1);
  header->magic = kArenaMagic;
}

Arena::Arena(int fd, void* base, std::size_t bytes, std::uint32_t chunks)
    : fd_(fd), base_(base), bytes_(bytes), chunkCount_(chunks) {}

Arena::Arena(Arena&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      base_(std::exchange(other.base_, nullptr)),
      bytes_(other.bytes_),
      chunkCount_(other.chunkCount_) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(base_, other.base_);
  std::swap(bytes_, other.bytes_);
  std::swap(chunkCount_, other.chunkCount_);
  return *this;
}

Arena::~Arena() {
  if (base_ != nullptr) ::munmap(base_, bytes_);
  if (fd_ >= 0) ::close(fd_);
}

MSlot& Arena::slot(std::uint32_t m) const {
  GMPSCOPE_CHECK(m < kMaxMs);
  return reinterpret_cast<MSlot*>(static_cast<char*>(base_) + kSlotsOffset)[m];
}

Chunk& Arena::chunk(std::uint32_t index) const {
  GMPSCOPE_CHECK(index < chunkCount_);
  return reinterpret_cast<Chunk*>(static_cast<char*>(base_) + kChunksOffset)[index];
}

std::uint32_t Arena::leaseChunk() {
  auto& head = header().freeChunks;
  // Acquire: pairs with the release in returnChunk, so that the chunk's link and the reader's last reads of its
  // events come before its next owner's writes.
  std::uint64_t old = head.load(std::memory_order_acquire);
  for (;;) {
    const auto index = static_cast<std::uint32_t>(old);
    if (index == kNoChunk) return kNoChunk;
    const std::uint32_t next = chunk(index).header.nextFree.load(std::memory_order_relaxed);
    const std::uint64_t wanted = (old & ~(kTagUnit - 1)) + kTagUnit + next;
    if (head.compare_exchange_weak(old, wanted, std::memory_order_acquire, std::memory_order_acquire)) return index;
  }
}

// Relaxed: an M notices at its next step.
std::uint32_t Arena::beginEpoch() {
  return epochOf(header().loss.fetch_add(kLossEpochUnit, std::memory_order_relaxed) + kLossEpochUnit);
}

void Arena::returnChunk(std::uint32_t index) {
  auto& head = header().freeChunks;
  std::uint64_t old = head.load(std::memory_order_relaxed);
  std::uint64_t wanted = 0;
  do {
    chunk(index).header.nextFree.store(static_cast<std::uint32_t>(old), std::memory_order_relaxed);
    wanted = (old & ~(kTagUnit - 1)) + kTagUnit + index;
  } while (!head.compare_exchange_weak(old, wanted, std::memory_order_release, std::memory_order_relaxed));
}

}  // namespace gmpscope::trace
