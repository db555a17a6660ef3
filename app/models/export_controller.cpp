#include "app/models/export_controller.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>

#include "app/scene/export_picture.h"

namespace gmpscope::app {
namespace {

Status exportOf(const Session& session, const ExportOptions& options, const QString& path) {
  const auto kept = session.model().look();
  return exportTimeline(session.model(), options, path);
}

// Of a long file the session at hand has but a part.
Status exportPart(const TraceParts& parts, const ExportOptions& options, const QString& path) {
  const auto session =
      options.range ? Session::openPart(parts.file, options.range->from, options.range->to) : Session::open(parts.file);
  if (!session) return session.error();
  return exportOf(*session.value(), options, path);
}

}  // namespace

ExportController::ExportController(const ViewController* view, QObject* parent) : QObject(parent), view_(view) {}

void ExportController::exportTimeline(const QUrl& file, int width, int height, double scale, Look look, bool whole) {
  const auto session = view_->session();
  if (busy_ || !session) return;
  ExportOptions options;
  options.size = QSize(width, height);
  options.scale = scale;
  options.theme = look == Look::Dark ? Theme::Dark : look == Look::Light ? Theme::Light : Theme::Print;
  options.groups = view_->groups();
  if (!whole) {
    // The window leaves room before the trace.
    const TimeRange window = view_->viewport().window();
    options.range = TimeRange{std::max<Nanos>(0, window.from), window.to};
  }

  QString path = file.isLocalFile() ? file.toLocalFile() : file.toString();
  if (!path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) path += QLatin1String(".png");
  busy_ = true;
  emit busyChanged();
  QThreadPool::globalInstance()->start(
      [self = QPointer<ExportController>(this), session, parts = view_->parts(), options, path] {
        const Status status = parts ? exportPart(*parts, options, path) : exportOf(*session, options, path);
        const QString error = status ? QString() : QString::fromStdString(status.error().text());
        QMetaObject::invokeMethod(qApp, [self, path, error] {
          if (!self) return;
          self->busy_ = false;
          emit self->busyChanged();
          emit self->said(error.isEmpty() ? tr("Picture saved as %1").arg(path) : error, !error.isEmpty());
        });
      });
}

}  // namespace gmpscope::app
