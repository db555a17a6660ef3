#pragma once
// Not for users: a channel without its element type.

#include <cstddef>
#include <cstdint>

namespace gmp::detail {

struct ElementOps {
  std::size_t size;
  std::size_t align;
  void (*move)(void* to, void* from) noexcept;  // move-constructs; `from` stays alive, moved from
  void (*destroy)(void* element) noexcept;
};

struct ChanCore;

enum class Attempt : std::uint8_t { Done, WouldBlock, Closed };

ChanCore* chanMake(const ElementOps& ops, std::size_t capacity);
void chanRetain(ChanCore* chan) noexcept;
void chanRelease(ChanCore* chan) noexcept;

// A null channel is Go's nil channel: send and receive wait for ever.
bool chanSend(ChanCore* chan, void* element);     // false: closed, the element is untouched
bool chanReceive(ChanCore* chan, void* element);  // constructs there; false: closed and drained, nothing constructed
Attempt chanTrySend(ChanCore* chan, void* element);
Attempt chanTryReceive(ChanCore* chan, void* element);
bool chanClose(ChanCore* chan);  // false: it was closed already
std::size_t chanSize(const ChanCore* chan);
std::size_t chanCapacity(const ChanCore* chan);

}  // namespace gmp::detail
