#include "app/models/run_controller.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>
#include <thread>
#include <utility>

#include "app/models/drop_elsewhere.h"
#include "app/scene/time_scale.h"
#include "app/words/ends.h"

namespace gmpscope::app {
namespace {

// The picture of a live run is renewed so often: the run has the cores, the window only looks on.
constexpr int kTickMs = 33;
constexpr int kFiguresMs = 250;
constexpr qint64 kRateWindowMs = 1500;

QString rateWords(double perSecond) {
  const auto digits = [](double value, int places) { return QLocale().toString(value, 'f', places); };
  if (perSecond >= 1e6) return RunController::tr("%1 M events/s").arg(digits(perSecond / 1e6, 2));
  if (perSecond >= 1e3)
    return RunController::tr("%1 k events/s").arg(digits(perSecond / 1e3, perSecond >= 1e5 ? 0 : 1));
  return RunController::tr("%1 events/s").arg(digits(perSecond, 0));
}

}  // namespace

RunController::RunController(QObject* parent) : QObject(parent), gomaxprocs_(cores()) {
  timer_.setInterval(kTickMs);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &RunController::tick);
  connect(&parts_, &PartReader::read, this, &RunController::adoptPart);
  connect(&parts_, &PartReader::failed, this, [this](const QString& error) { emit said(error, true); });
  clock_.start();
}

RunController::~RunController() {
  session_.reset();
  QThreadPool::globalInstance()->waitForDone();
}

int RunController::cores() const { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

void RunController::setGomaxprocs(int count) {
  const int clamped = std::clamp(count, 1, kMaxGomaxprocs);
  if (clamped == gomaxprocs_) return;
  gomaxprocs_ = clamped;
  emit gomaxprocsChanged();
}

void RunController::start(const RunRequest& request, const QString& title) {
  release();
  auto session = Session::run(request);
  if (!session) {
    emit changed();
    emit said(QString::fromStdString(session.error().text()), true);
    return;
  }
  adopt(std::move(session).value(), title, false);
}

void RunController::stop() {
  if (!live_ || stopping_) return;
  stopping_ = true;
  emit changed();
  QThreadPool::globalInstance()->start([session = session_] { session->stop(); });
}

void RunController::open(const QUrl& file) {
  if (loading_) return;
  const QString path = file.isLocalFile() ? file.toLocalFile() : file.toString();
  loading_ = true;
  emit changed();
  QThreadPool::globalInstance()->start([self = QPointer<RunController>(this), path] {
    const std::string name = path.toStdString();
    PartReader::PartsPtr parts;
    if (auto found = tracePartsOf(name)) parts = std::make_shared<const TraceParts>(std::move(*found));
    std::shared_ptr<const trace::StoredOverview> picture;
    if (parts)
      picture = {parts, &parts->whole};
    else if (auto stored = trace::readStoredOverview(name))
      picture = std::make_shared<const trace::StoredOverview>(std::move(*stored));
    if (picture) {
      QMetaObject::invokeMethod(qApp, [self, picture] {
        if (!self) return;
        self->firstPicture_ = picture;
        emit self->changed();
      });
    }
    // A shared box, because the queued call must be copyable.
    const TracePart first = parts ? parts->around(0, 1).value_or(TracePart{}) : TracePart{};
    auto result = std::make_shared<Result<std::unique_ptr<Session>>>(
        parts ? Session::openPart(name, first.from, first.to) : Session::open(name));
    QMetaObject::invokeMethod(qApp, [self, path, parts, first, result] {
      if (!self) return;
      self->loading_ = false;
      self->firstPicture_.reset();
      if (!*result) {
        emit self->changed();
        emit self->said(QString::fromStdString(result->error().text()), true);
        return;
      }
      self->release();
      self->parts_.begin(parts, first);
      self->adopt(std::move(*result).value(), QFileInfo(path).fileName(), true);
      emit self->opened(path);
      const QString warning = QString::fromStdString(self->session_->warning());
      if (!warning.isEmpty()) emit self->said(warning, true);
    });
  });
}

void RunController::save(const QUrl& file) {
  if (!session_) return;
  // Not the dialog's defaultSuffix: with one, Qt 6.4 takes an empty name for a name and ignores what is typed.
  QString path = file.toLocalFile();
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".gmps");
  QThreadPool::globalInstance()->start([self = QPointer<RunController>(this), session = session_, path] {
    const Status status = session->save(path.toStdString());
    const QString error = status ? QString() : QString::fromStdString(status.error().text());
    QMetaObject::invokeMethod(qApp, [self, path, error] {
      if (!self) return;
      if (error.isEmpty()) {
        emit self->saved(path);
        emit self->said(tr("Trace saved as %1").arg(path), false);
      } else {
        emit self->said(error, true);
      }
    });
  });
}

void RunController::adopt(std::shared_ptr<Session> session, const QString& source, bool replay) {
  session_ = std::move(session);
  source_ = source;
  replay_ = replay;
  live_ = session_->live();
  stopping_ = false;
  samples_.clear();
  figuresAt_ = 0;
  updateFigures();
  if (live_) timer_.start();
  emit changed();
  emit replaced();
}

void RunController::release() {
  timer_.stop();
  live_ = false;
  parts_.begin(nullptr, {});
  if (!session_) return;
  dropElsewhere(std::move(session_));
  session_.reset();
  emit replaced();
}

void RunController::adoptPart(std::shared_ptr<Session> session) {
  dropElsewhere(std::exchange(session_, std::move(session)));
  updateFigures();
  emit partRead();
}

void RunController::tick() {
  const bool over = !session_->live();
  if (over || clock_.elapsed() - figuresAt_ >= kFiguresMs) updateFigures();
  emit ticked();
  if (!over) return;
  timer_.stop();
  live_ = false;
  stopping_ = false;
  emit changed();
  emit ended();
  const QString warning = QString::fromStdString(session_->warning());
  if (!warning.isEmpty()) emit said(warning, true);
}

// The rate is that of the last second and a half while live, and that of the whole afterwards.
void RunController::updateFigures() {
  figuresAt_ = clock_.elapsed();
  const auto& model = session_->model();
  const analysis::Counters counters = model.counters();
  const Nanos edge = model.edge();
  const Nanos length = parts() ? parts()->whole.length : edge;
  timeText_ = instantText(length, length >= 10'000'000 ? 1'000'000 : 1'000);
  double rate = edge > 0 ? static_cast<double>(counters.events) * 1e9 / static_cast<double>(edge) : 0;
  if (session_->live()) {
    samples_.push_back({figuresAt_, counters.events});
    while (samples_.size() > 2 && figuresAt_ - samples_.front().at > kRateWindowMs) samples_.pop_front();
    const auto span = static_cast<double>(figuresAt_ - samples_.front().at);
    if (span > 0) rate = static_cast<double>(counters.events - samples_.front().events) * 1000 / span;
  }
  rateText_ = rateWords(rate);
  const std::uint64_t dropped = std::max(counters.dropped, model.end().wholeDropped);
  lossy_ = dropped > 0;
  lostText_ = tr("%1 lost").arg(grouped(static_cast<std::int64_t>(dropped)));
  const Nanos folded = model.foldedBefore();
  foldedText_.clear();
  if (parts()) {
    foldedText_ = tr("detail from %1 to %2").arg(instantText(folded, 1'000'000), instantText(edge, 1'000'000));
  } else if (folded > 0) {
    foldedText_ = tr("detail before %1 is folded").arg(instantText(folded, 1'000'000));
  }
  emit figuresChanged();
}

bool RunController::failed() const {
  using analysis::EndReason;
  if (!session_ || live_) return false;
  const EndReason reason = session_->model().end().reason;
  return reason == EndReason::Deadlock || reason == EndReason::Panic || reason == EndReason::Signal ||
         reason == EndReason::ExitCode;
}

QString RunController::endText() const { return session_ && !live_ ? endSentence(session_->model().end()) : QString(); }

QString RunController::endReport() const {
  return session_ && !live_ ? QString::fromStdString(session_->model().end().text).trimmed() : QString();
}

QString RunController::kernelText() const {
  if (!session_) return {};
  switch (session_->model().run().kernelSource) {
    case kernel::Source::Perf:
      return tr("cores: kernel records");
    case kernel::Source::Sampled:
      return tr("cores: sampled");
    case kernel::Source::None:
      return tr("cores: not known");
  }
  return {};
}

QString RunController::kernelHint() const {
  return session_ ? QString::fromStdString(session_->model().run().kernelHint) : QString();
}

bool RunController::kernelKnown() const {
  return session_ && session_->model().run().kernelSource == kernel::Source::Perf;
}

void RunController::retranslate() {
  if (session_) updateFigures();
  emit changed();
}

}  // namespace gmpscope::app
