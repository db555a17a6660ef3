#include "app/items/key_command.h"

#include <QGuiApplication>
#include <array>

namespace gmpscope::app {
namespace {

struct Binding {
  std::uint32_t place;  // the kernel's key code
  int key;              // on a US layout
  KeyCommand command;
};

constexpr std::array kBindings{
    Binding{17, Qt::Key_W, KeyCommand::ZoomIn},
    Binding{31, Qt::Key_S, KeyCommand::ZoomOut},
    Binding{30, Qt::Key_A, KeyCommand::Earlier},
    Binding{32, Qt::Key_D, KeyCommand::Later},
    Binding{33, Qt::Key_F, KeyCommand::FitSelection},
    Binding{11, Qt::Key_0, KeyCommand::FitAll},
    Binding{51, Qt::Key_Comma, KeyCommand::PreviousEvent},
    Binding{52, Qt::Key_Period, KeyCommand::NextEvent},
    Binding{35, Qt::Key_H, KeyCommand::Hold},
    Binding{49, Qt::Key_N, KeyCommand::NextDecision},
};
constexpr std::uint32_t kPlaceOfZ = 44;
constexpr std::uint32_t kPlaceOfSlash = 53;

// X and Wayland count from 8. Elsewhere the scan code is something else or nothing.
std::uint32_t placeOf(const QKeyEvent& event) {
  static const bool counted = [] {
    const QString platform = QGuiApplication::platformName();
    return platform == QLatin1String("xcb") || platform.startsWith(QLatin1String("wayland"));
  }();
  return counted && event.nativeScanCode() > 8 ? event.nativeScanCode() - 8 : 0;
}

}  // namespace

KeyCommand keyCommand(const QKeyEvent& event) {
  const std::uint32_t place = placeOf(event);
  const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
  const auto is = [&](std::uint32_t wantedPlace, int key) {
    return place != 0 ? place == wantedPlace : event.key() == key;
  };
  if (modifiers == Qt::ControlModifier) return is(kPlaceOfZ, Qt::Key_Z) ? KeyCommand::Undo : KeyCommand::None;
  if (event.key() == Qt::Key_Question || (modifiers == Qt::ShiftModifier && is(kPlaceOfSlash, Qt::Key_Slash))) {
    return KeyCommand::ShowKeys;
  }
  if (modifiers != Qt::NoModifier) return KeyCommand::None;
  switch (event.key()) {
    case Qt::Key_Left:
      return KeyCommand::Earlier;
    case Qt::Key_Right:
      return KeyCommand::Later;
    case Qt::Key_Up:
      return KeyCommand::ScrollUp;
    case Qt::Key_Down:
      return KeyCommand::ScrollDown;
    case Qt::Key_Space:
      return KeyCommand::Pause;
    case Qt::Key_Escape:
      return KeyCommand::ClearSelection;
    default:
      break;
  }
  for (const Binding& binding : kBindings) {
    if (is(binding.place, binding.key)) return binding.command;
  }
  return KeyCommand::None;
}

}  // namespace gmpscope::app
