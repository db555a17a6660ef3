#pragma once
// Which goroutines may be alive at an instant, without looking at all that ever lived: from time to time the list of
// the living is kept, and lives are numbered in order of birth.
//
// One writer (the model builder); any number of readers without locks.

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/append_log.h"
#include "core/base/ids.h"

namespace gmpscope::analysis {

class AliveIndex {
 public:
  // Writer.
  void born(LifeId g, Nanos time);
  void died(LifeId g);
  [[nodiscard]] std::uint32_t alive() const { return static_cast<std::uint32_t>(living_.size()); }
  [[nodiscard]] const std::vector<LifeId>& living() const { return living_; }
  void publish() { checkpoints_.publish(); }

  // Readers: all that live at t are among these lives and those in [from, all).
  struct Candidates {
    const std::vector<LifeId>* kept = nullptr;  // nullptr: none
    std::uint32_t from = 0;
  };
  [[nodiscard]] Candidates candidates(Nanos t) const;

 private:
  static constexpr std::uint32_t kGone = 0xffff'ffff;
  struct Checkpoint {
    Nanos time = 0;
    std::uint32_t next = 0;  // the first life that it doesn't know
    std::vector<LifeId> living;
  };
  std::vector<LifeId> living_;
  std::vector<std::uint32_t> place_;  // life -> index in living_
  std::uint32_t bornSince_ = 0;
  AppendLog<std::unique_ptr<const Checkpoint>> checkpoints_;
};

}  // namespace gmpscope::analysis
