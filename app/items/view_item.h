#pragma once
// What board, timeline and overview share: the view they show, the theme, and the keys. GUI thread.

#include <QPointer>

#include "app/items/picture_item.h"
#include "app/models/view_controller.h"

namespace gmpscope::app {

// moc takes the base's name as it is written, and qmllint looks for it.
class ViewItem : public gmpscope::app::PictureItem {
  Q_OBJECT
  QML_ANONYMOUS
  Q_PROPERTY(gmpscope::app::ViewController* view READ view WRITE setView NOTIFY viewChanged REQUIRED)
  Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY darkChanged REQUIRED)

 public:
  using PictureItem::PictureItem;

  [[nodiscard]] ViewController* view() const { return view_; }
  void setView(ViewController* view);
  [[nodiscard]] bool dark() const { return dark_; }
  void setDark(bool dark);

 signals:
  void viewChanged();
  void darkChanged();
  void keysWanted();
  void pauseWanted();
  void nextDecisionWanted();

 protected:
  virtual void connectTo(ViewController& view) = 0;
  [[nodiscard]] Theme theme() const { return dark_ ? Theme::Dark : Theme::Light; }
  // Where zooming by key happens, from the lanes' left edge; by default the middle.
  [[nodiscard]] virtual double zoomCentre() const;

  void keyPressEvent(QKeyEvent* event) override;

 private:
  QPointer<ViewController> view_;
  bool dark_ = false;
};

}  // namespace gmpscope::app
