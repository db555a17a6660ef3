#include "app/items/first_picture_item.h"

#include "app/scene/first_picture.h"

namespace gmpscope::app {

FirstPictureItem::~FirstPictureItem() { stopPainting(); }

void FirstPictureItem::setRun(RunController* run) {
  if (run == run_) return;
  if (run_) disconnect(run_, nullptr, this, nullptr);
  run_ = run;
  if (run_) connect(run_, &RunController::changed, this, [this] { invalidate(); });
  emit runChanged();
  invalidate();
}

void FirstPictureItem::setDark(bool dark) {
  if (dark == dark_) return;
  dark_ = dark;
  emit darkChanged();
  invalidate();
}

PictureThread::Job FirstPictureItem::makeJob(QSize size, double devicePixelRatio) {
  if (!run_ || !run_->firstPicture()) return {};
  return [overview = run_->firstPicture(),
          view = FirstPictureView{size, devicePixelRatio, dark_ ? Theme::Dark : Theme::Light}] {
    QImage image;
    renderFirstPicture(*overview, view, image);
    return image;
  };
}

}  // namespace gmpscope::app
