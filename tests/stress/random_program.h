#pragma once
// A program of goroutines made from a seed: spawn trees whose nodes are pipelines, crowds of senders and receivers,
// selectors, gates, sleepers, yielders, callers of the system, timers, pipes, goroutines
// locked to their threads, changes of the number of Ps. It always ends, and counts what it does
// and what it should have done.

#include <gmp/gmp.hpp>

#include <atomic>
#include <cstdint>
#include <random>

namespace gmpscope::test {

class RandomProgram {
 public:
  // At most about so many goroutines, all of which may wait at once.
  RandomProgram(std::uint32_t seed, int goroutines) : seed_(seed), budget_(goroutines) {}

  // In the main goroutine; returns when all goroutines are done.
  void run();

  [[nodiscard]] std::int64_t expected() const { return expected_; }
  [[nodiscard]] std::int64_t done() const { return done_; }

 private:
  using Random = std::minstd_rand;

  void node(std::uint32_t seed, int depth);
  void children(Random& random, int depth);
  void pipeline(Random& random);
  void crowd(Random& random);
  void selectors(Random& random);
  void gate(Random& random);
  void sleepers(Random& random);
  void pipes(Random& random);
  void yielders(Random& random);
  void callers(Random& random);
  void timers(Random& random);
  void lockedOnes(Random& random);
  void resize(Random& random);
  [[nodiscard]] bool afford(int goroutines);
  void did(std::int64_t n = 1) { done_.fetch_add(n, std::memory_order_relaxed); }
  void expect(std::int64_t n) { expected_.fetch_add(n, std::memory_order_relaxed); }

  const std::uint32_t seed_;
  std::atomic<int> budget_;
  std::atomic<std::int64_t> expected_{0};
  std::atomic<std::int64_t> done_{0};
};

}  // namespace gmpscope::test
