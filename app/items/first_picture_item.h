#pragma once
// A trace as its file shows it before its events have been read. Nothing in it can be clicked. GUI thread.

#include <QPointer>

#include "app/items/picture_item.h"
#include "app/models/run_controller.h"

namespace gmpscope::app {

// moc takes the base's name as it is written, and qmllint looks for it.
class FirstPictureItem : public gmpscope::app::PictureItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(gmpscope::app::RunController* run READ run WRITE setRun NOTIFY runChanged REQUIRED)
  Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY darkChanged REQUIRED)

 public:
  using PictureItem::PictureItem;
  ~FirstPictureItem() override;

  [[nodiscard]] RunController* run() const { return run_; }
  void setRun(RunController* run);
  [[nodiscard]] bool dark() const { return dark_; }
  void setDark(bool dark);

 signals:
  void runChanged();
  void darkChanged();

 protected:
  [[nodiscard]] PictureThread::Job makeJob(QSize size, double devicePixelRatio) override;

 private:
  QPointer<RunController> run_;
  bool dark_ = false;
};

}  // namespace gmpscope::app
