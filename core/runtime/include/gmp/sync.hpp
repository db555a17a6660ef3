#pragma once
// Synchronisation for goroutines.

#include <cstddef>
#include <utility>

#include <gmp/runtime.hpp>

namespace gmp {

// Waits for a number of goroutines to be done. As soon as `wait` returns, the WaitGroup may be destroyed.
class WaitGroup {
 public:
  WaitGroup();
  ~WaitGroup();
  WaitGroup(const WaitGroup&) = delete;
  WaitGroup& operator=(const WaitGroup&) = delete;

  // Throws std::logic_error ("negative") if the counter would fall below zero; it is then left as it was.
  void add(int n);
  void done() { add(-1); }
  // Parks the goroutine until the counter is zero.
  void wait();

  // add(1), and a goroutine that runs f and then is done.
  template <class F>
  void go(F&& f) {
    add(1);
    gmp::go([this, f = std::forward<F>(f)]() mutable {
      struct Done {
        WaitGroup* group;
        ~Done() { group->done(); }
      } done{this};
      f();
    });
  }

 private:
  alignas(8) std::byte state_[56];
};

}  // namespace gmp
