#pragma once
// Cores for Ps: with the knob affinity each P has one of those that the process may use, and the M that holds the P
// runs there.

#include <pthread.h>
#include <sched.h>

#include <cstdint>
#include <vector>

namespace gmp::rt {

struct M;

class Pins {
 public:
  explicit Pins(bool on);

  [[nodiscard]] bool on() const { return !cores_.empty(); }
  // The calling M goes to the core of its P. On its thread, no lock held.
  void settle(M& m) const {
    if (on()) [[unlikely]]
      move(m);
  }
  // Threads start with all cores, whoever makes them.
  void forThreads(pthread_attr_t& attributes) const;
  // The calling thread may run where it could before the run.
  void release() const;

 private:
  void move(M& m) const;

  cpu_set_t allowed_{};
  std::vector<std::uint32_t> cores_;  // empty: off
};

}  // namespace gmp::rt
