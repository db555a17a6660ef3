#include "app/items/view_item.h"

#include "app/items/key_command.h"

namespace gmpscope::app {
namespace {

constexpr double kKeyZoom = 1.25;
constexpr double kKeyPan = 0.1;  // of the width
constexpr int kKeyScroll = 48;

}  // namespace

void ViewItem::setView(ViewController* view) {
  if (view == view_) return;
  if (view_) view_->disconnect(this);
  view_ = view;
  if (view_) connectTo(*view_);
  emit viewChanged();
  invalidate();
}

void ViewItem::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  emit darkChanged();
  invalidate();
}

double ViewItem::zoomCentre() const { return view_ ? view_->viewport().width() / 2.0 : 0; }

void ViewItem::keyPressEvent(QKeyEvent* event) {
  const KeyCommand command = view_ ? keyCommand(*event) : KeyCommand::None;
  // A key held down is one change for undo.
  const auto change = [&] {
    if (!event->isAutoRepeat()) view_->remember();
  };
  switch (command) {
    case KeyCommand::None:
      event->ignore();
      return;
    case KeyCommand::ZoomIn:
      change();
      view_->zoomAbout(zoomCentre(), kKeyZoom);
      break;
    case KeyCommand::ZoomOut:
      change();
      view_->zoomAbout(zoomCentre(), 1 / kKeyZoom);
      break;
    case KeyCommand::Earlier:
      change();
      view_->panBy(-kKeyPan * view_->viewport().width());
      break;
    case KeyCommand::Later:
      change();
      view_->panBy(kKeyPan * view_->viewport().width());
      break;
    case KeyCommand::ScrollUp:
      view_->scrollBy(-kKeyScroll);
      break;
    case KeyCommand::ScrollDown:
      view_->scrollBy(kKeyScroll);
      break;
    case KeyCommand::FitSelection:
      view_->fitSelection();
      break;
    case KeyCommand::FitAll:
      view_->fitAll();
      break;
    case KeyCommand::PreviousEvent:
      view_->step(-1);
      break;
    case KeyCommand::NextEvent:
      view_->step(1);
      break;
    case KeyCommand::Hold:
      view_->toggleHeld();
      break;
    case KeyCommand::Pause:
      // Held down it would flutter.
      if (!event->isAutoRepeat()) emit pauseWanted();
      break;
    case KeyCommand::NextDecision:
      emit nextDecisionWanted();
      break;
    case KeyCommand::Undo:
      view_->undo();
      break;
    case KeyCommand::ShowKeys:
      emit keysWanted();
      break;
    case KeyCommand::ClearSelection:
      view_->clearSelection();
      break;
  }
  event->accept();
}

}  // namespace gmpscope::app
