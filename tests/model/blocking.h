#pragma once
// What threads of a model wait for: a lock, and a word to sleep on. Waiting is a thread that has no step, not a loop.

#include "tests/model/atomic.h"

namespace gmpscope::model {

class Lock {
 public:
  void lock() {
    Explorer* explorer = Explorer::current();
    explorer->step([this] { return !held_; });
    explorer->changed(&held_, 0, 1);
    held_ = true;
  }
  // Its release is visible at once, after all that was written before.
  void unlock() {
    Explorer* explorer = Explorer::current();
    explorer->step();
    explorer->changed(&held_, 1, 0);
    held_ = false;
  }

 private:
  bool held_ = false;
};

// A note as M has it: somebody sleeps on the word until another sets it (core/base/futex.h). The kernel compares and
// falls asleep in one step; a wake-up that finds nobody asleep is lost.
class Note {
 public:
  Atomic<std::uint32_t> word;

  void wait(std::uint32_t whileItIs) {
    Explorer* explorer = Explorer::current();
    explorer->step();
    if (word.peek() != whileItIs) {
      explorer->observed(1);
      return;
    }
    explorer->observed(2);
    setAsleep(true);
    explorer->step([this] { return !asleep_; });
  }
  void wake() {
    Explorer::current()->step();
    setAsleep(false);
  }

 private:
  void setAsleep(bool asleep) {
    Explorer::current()->changed(&asleep_, asleep_ ? 1 : 0, asleep ? 1 : 0);
    asleep_ = asleep;
  }

  bool asleep_ = false;
};

}  // namespace gmpscope::model
