#pragma once
// The rooms on the board: as many chips as fit; of more, one a name.

#include "app/scene/board_pen.h"
#include "core/analysis/model.h"

namespace gmpscope::app {

// From y down; returns where they end.
double layRooms(const analysis::BoardState& state, double boardWidth, double y, BoardPen& pen);

}  // namespace gmpscope::app
