#pragma once
// The single-key commands of board and timeline, matched by the key's place on the keyboard, so that they work under
// a Russian layout. Where the platform tells no place, by the letter.

#include <QKeyEvent>
#include <cstdint>

namespace gmpscope::app {

enum class KeyCommand : std::uint8_t {
  None,
  ZoomIn,
  ZoomOut,
  Earlier,
  Later,
  ScrollUp,
  ScrollDown,
  FitSelection,
  FitAll,
  PreviousEvent,
  NextEvent,
  Hold,
  Pause,
  NextDecision,
  Undo,
  ShowKeys,
  ClearSelection,
};

[[nodiscard]] KeyCommand keyCommand(const QKeyEvent& event);

}  // namespace gmpscope::app
