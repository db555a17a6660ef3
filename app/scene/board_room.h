#pragma once
// Where goroutines are that no processor has. The usual rooms are always there, so that the board stands still.

#include <QString>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "core/analysis/model.h"

namespace gmpscope::app {

struct BoardRoom {
  QString title;
  analysis::SpanState state = analysis::SpanState::Waiting;
  struct Guest {
    LifeId goroutine;
    trace::WaitReason reason;
  };
  std::vector<Guest> guests{};
  std::map<trace::WaitReason, std::size_t> reasons{};
  bool known = true;
  bool folded = false;
  std::set<std::uint32_t> selecting{};

  // Who waits in a select stands in the rooms of several channels, but is drawn once.
  void add(const std::vector<LifeId>& goroutines, trace::WaitReason reason) {
    for (const LifeId g : goroutines) {
      if (reason == trace::WaitReason::Select && !selecting.insert(g.value).second) continue;
      guests.push_back({g, reason});
      if (reason != trace::WaitReason::None) ++reasons[reason];
    }
  }
};

[[nodiscard]] std::vector<BoardRoom> roomsOf(const analysis::BoardState& state);

}  // namespace gmpscope::app
