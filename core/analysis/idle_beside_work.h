#pragma once
// Finds when a P was idle although goroutines stood in queues and nobody was about to take them: every other P ran one.
// Between a put and the wake-up that follows it that is so for microseconds; if it lasts, somebody's wake-up was held
// up, or missed. No rule is broken: the kernel may keep a thread off its core for long.
//
// Fed on the reader's thread. After a gap nothing is found any more: how many stand in the queues isn't known.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.h"
#include "core/trace/reader/op.h"

namespace gmpscope::analysis {

class IdleBesideWork final : public trace::OpSink {
 public:
  // More than a wake-up takes when all threads have cores.
  static constexpr Nanos kAllowed = 1'000'000;
  static constexpr std::size_t kKept = 100;

  struct Finding {
    Nanos from = 0, to = 0;
    std::uint32_t p = 0;        // that would have been taken first
    std::uint32_t waiting = 0;  // goroutines, the most at once
  };

  explicit IdleBesideWork(Nanos allowed = kAllowed) : allowed_(allowed) {}

  void onOp(const trace::AppliedOp& applied) override;
  void onEdge(Nanos) override {}
  void onGap(Nanos from, Nanos to, std::uint64_t dropped) override;

  // In order of time, the first kKept; and how many there were.
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  void mark(const trace::Event& event);
  void queues(const trace::AppliedOp& applied);
  void runs(std::int64_t change) { busy_ += change; }
  [[nodiscard]] std::int64_t takeable() const { return steals_ ? local_ + global_ : global_; }
  void judge(Nanos time);
  void close(Nanos time);

  const Nanos allowed_;
  bool known_ = true;
  bool over_ = false;
  bool stopped_ = false;  // the world, or about to be
  bool held_ = false;     // from outside, or about to be
  bool steals_ = true;
  std::int64_t procs_ = 0;
  std::int64_t local_ = 0, global_ = 0;  // goroutines that stand there
  std::int64_t busy_ = 0;                // Ps with which a goroutine runs, or is in a system call
  std::vector<std::uint32_t> idle_;
  bool open_ = false;
  Finding now_;
  std::vector<Finding> findings_;
  std::size_t count_ = 0;
};

}  // namespace gmpscope::analysis
