#include "app/models/part_reader.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <utility>

#include "app/models/drop_elsewhere.h"

namespace gmpscope::app {
namespace {

bool covers(TracePart part, TracePart other) { return part.from <= other.from && other.to <= part.to; }

}  // namespace

void PartReader::begin(PartsPtr parts, TracePart shown) {
  parts_ = std::move(parts);
  shown_ = shown;
  next_.reset();
}

bool PartReader::want(Nanos from, Nanos to) {
  if (!parts_) return false;
  next_.reset();
  const TracePart asked{std::max<Nanos>(from, 0), std::min(to, parts_->whole.length)};
  if (asked.from >= asked.to || covers(shown_, asked)) return false;
  const auto part = parts_->around(asked.from, asked.to);
  if (!part) return false;
  if (busy_)
    next_ = part;
  else
    start(*part);
  return true;
}

void PartReader::start(TracePart part) {
  busy_ = true;
  QThreadPool::globalInstance()->start([self = QPointer<PartReader>(this), of = parts_, part] {
    // A shared box, because the queued call must be copyable.
    auto session = std::make_shared<Result<std::unique_ptr<Session>>>(Session::openPart(of->file, part.from, part.to));
    QMetaObject::invokeMethod(qApp, [self, of, part, session] {
      if (self) self->finish(of, part, std::move(*session));
    });
  });
}

void PartReader::finish(const PartsPtr& of, TracePart part, Result<std::unique_ptr<Session>> session) {
  busy_ = false;
  const auto next = std::exchange(next_, std::nullopt);
  if (!session) {
    if (of == parts_) emit failed(QString::fromStdString(session.error().text()));
  } else if (of == parts_) {
    shown_ = part;
    emit read(std::move(session).value());
  } else {
    dropElsewhere(std::move(session).value());
  }
  if (next && !busy_) start(*next);
}

}  // namespace gmpscope::app
