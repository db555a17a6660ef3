#pragma once
// Explores every interleaving of a few short threads over modelled atomics (atomic.h), within one real thread.
//
// Memory is a little weaker than x86's: a store that isn't sequentially consistent waits in its thread's buffer and
// becomes visible at any later time, in an order that respects each variable and release; locked operations and
// sequentially consistent stores wait until the buffer is empty. Loads are never early, and plain memory has no buffer.
//
// A state that was met before isn't gone on from: what a thread will do follows from what it has observed, so a state
// is memory, the buffers, and a hash of each thread's observations. Threads must therefore be deterministic, and what
// they share must be modelled.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace gmpscope::model {

// Faults that the atomics can be given, to see that a test notices what they lead to.
struct Defects {
  bool exchangeComparesNothing = false;  // compare_exchange always succeeds
  bool releaseIsRelaxed = false;
  bool seqCstStoreIsRelease = false;
};

// One run from its beginning, made anew for each interleaving.
struct World {
  std::vector<std::function<void()>> threads;
  // Nobody can go on; `stuck`: although not all have come to their ends.
  std::function<void(bool stuck)> atEnd;
};

struct Verdict {
  std::uint64_t states = 0;
  std::uint64_t ends = 0;  // different ones
  std::string fault;       // the first that was found, and by which order of steps; empty: there is none

  [[nodiscard]] bool sound() const { return fault.empty() && ends > 0; }
};

// What threads share. Always in the same place, because states are told apart by addresses: one of a kind at a time.
template <class T, class... A>
std::shared_ptr<T> anew(A&&... arguments) {
  alignas(T) static std::byte place[sizeof(T)];
  return {::new (place) T(std::forward<A>(arguments)...), [](T* old) { old->~T(); }};
}

[[nodiscard]] Verdict explore(const std::function<World()>& begin, const Defects& defects = {});

// In a thread or at the end: it must hold, or the exploration ends with this fault.
void require(bool holds, const std::string& what);

// --- for modelled objects ------------------------------------------------------------------------------------------

class Explorer {
 public:
  // Null outside of threads: what objects do there is no step.
  static Explorer* current();

  // Before a load by the current thread.
  virtual void load(const void* at) = 0;
  // Before a step of the current thread that changes something at once. It goes on when its buffer is empty and
  // `enabled` (null: always) holds.
  virtual void step(const std::function<bool()>& enabled = nullptr) = 0;
  // The value as the current thread sees it: the youngest of its own stores, or `inMemory`.
  virtual std::uint64_t seen(const void* at, std::uint64_t inMemory) = 0;
  // What the step found, as far as the thread's future may depend on it.
  virtual void observed(std::uint64_t value) = 0;
  // A store that becomes visible later.
  virtual void buffer(void* at, std::size_t size, std::uint64_t value, bool release) = 0;
  // Memory has changed.
  virtual void changed(const void* at, std::uint64_t from, std::uint64_t to) = 0;
  [[nodiscard]] virtual const Defects& defects() const = 0;

 protected:
  ~Explorer() = default;
};

}  // namespace gmpscope::model
