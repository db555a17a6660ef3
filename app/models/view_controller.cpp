#include "app/models/view_controller.h"

#include <utility>

#include "app/scene/timeline_geometry.h"
#include "core/analysis/reasons.h"

namespace gmpscope::app {
namespace {

// What a live view shows until the user says otherwise, and the surroundings of a steal that is pointed out.
constexpr double kLiveWindow = 20e6;
// A look that stays so long is one at which the user looks: then the part is read that it shows.
constexpr int kStillMs = 120;
constexpr Nanos kBeforeSteal = 1'500'000;
constexpr Nanos kAfterSteal = 3'000'000;

}  // namespace

ViewController::ViewController(RunController* run, QObject* parent) : QObject(parent), run_(run) {
  connect(run, &RunController::replaced, this, &ViewController::onReplaced);
  connect(run, &RunController::ticked, this, &ViewController::onTicked);
  connect(run, &RunController::ended, this, &ViewController::onEnded);
  connect(run, &RunController::partRead, this, &ViewController::onPart);
  still_.setSingleShot(true);
  still_.setInterval(kStillMs);
  connect(&still_, &QTimer::timeout, this, [this] {
    const TimeRange window = viewport_.window();
    if (!awaited_ || !run_->readingPart()) run_->wantPart(window.from, window.to);
  });
}

TimelineView ViewController::timelineView(Theme theme) const {
  TimelineView view;
  view.size = size_;
  view.viewport = viewport_;
  view.theme = theme;
  view.groups = groups_;
  view.edge = edge_;
  view.whole = whole();
  view.live = run_->live();
  return view;
}

Nanos ViewController::end() const { return run_->parts() ? run_->parts()->whole.length : edge_; }

WholeTrace ViewController::whole() const {
  if (!run_->parts() || !session()) return {};
  return {.overview = {run_->parts(), &run_->parts()->whole}, .exact = {session()->model().foldedBefore(), edge_}};
}

bool ViewController::knows(Nanos t) const {
  const TimeRange exact = whole().exact;
  return !run_->parts() || (t >= exact.from && t <= exact.to);
}

Nanos ViewController::moment() const { return viewport_.playhead.value_or(edge_); }

void ViewController::setTimelineSize(QSize size, double devicePixelRatio) {
  size_ = size;
  const QRect lanes = TimelineGeometry::lanesArea(size);
  // The time shown at the left stays, and so does the scale; only at first there is none to keep.
  const bool first = viewport_.width() <= 1;
  viewport_.setArea(lanes.width(), lanes.height(), devicePixelRatio);
  if (first && session()) onReplaced();
  updateContentHeight();
  emit changed();
}

void ViewController::panBy(double pixels) {
  leaveEdge();
  viewport_.panBy(pixels);
  lookChanged();
}

void ViewController::scrollBy(int pixels) {
  viewport_.scrollBy(pixels);
  emit changed();
}

// While following, the live edge is what stays in its place.
void ViewController::zoomAbout(double x, double factor) {
  const bool follow = viewport_.following();
  settling_ = false;
  viewport_.zoomAbout(follow ? viewport_.width() : x, factor);
  if (follow) viewport_.setFollowing(true);
  lookChanged();
}

void ViewController::centreOn(Nanos t) {
  leaveEdge();
  const double half = viewport_.nanosPerPixel() * viewport_.width() / 2;
  viewport_.showWindow(static_cast<double>(t) - half, viewport_.nanosPerPixel());
  lookChanged();
}

void ViewController::showRange(TimeRange range) {
  leaveEdge();
  viewport_.fit(range);
  lookChanged();
}

void ViewController::fitSelection() {
  const auto span = selectedSpan();
  if (!span) return;
  remember();
  showRange({span->start, span->end});
  revealSelection();
}

void ViewController::fitAll() {
  remember();
  viewport_.fitAll();
  lookChanged();
}

void ViewController::undo() {
  if (!viewport_.undo()) return;
  leaveEdge();
  lookChanged();
}

void ViewController::setHeld(bool held) {
  const bool wanted = held && run_->live();
  if (wanted == held_) return;
  held_ = wanted;
  if (held_) {
    viewport_.setFollowing(false);
  } else {
    viewport_.playhead.reset();
    advance();
    viewport_.setFollowing(run_->live());
  }
  lookChanged();
  emit momentChanged();
  emit aheadChanged();
}

void ViewController::toggleGroup(LaneKind kind) {
  GroupMode& mode = groups_.at(static_cast<std::size_t>(kind));
  mode = mode == GroupMode::Open ? GroupMode::Collapsed : GroupMode::Open;
  updateContentHeight();
  emit changed();
}

void ViewController::setPlayhead(Nanos t) {
  leaveEdge();
  t = std::clamp<Nanos>(t, 0, end());
  awaited_.reset();
  if (!knows(t) && run_->wantPart(t, t + 1)) {
    awaited_ = t;
    return;
  }
  viewport_.playhead = run_->parts() ? std::clamp(t, whole().exact.from, edge_) : t;
  emit momentChanged();
  emit changed();
}

void ViewController::select(SpanKey key) {
  if (viewport_.selection == key) return;
  viewport_.selection = key;
  emit selectionChanged();
  emit changed();
}

void ViewController::selectGoroutine(LifeId goroutine) {
  const LaneKey key{LaneKind::Goroutine, goroutine.value};
  const auto now = session();
  if (!now) return;
  const auto look = now->model().look();
  const auto* spans = lane(key);
  if (spans == nullptr) return;
  auto span = spans->covering(moment(), edge_);
  if (!span) span = spans->lastStartingBy(moment());
  if (span) select({key, *span});
}

void ViewController::clearSelection() {
  if (!viewport_.selection) return;
  viewport_.selection.reset();
  emit selectionChanged();
  emit changed();
}

void ViewController::step(int direction) {
  const LaneKey key = viewport_.selection ? viewport_.selection->lane : LaneKey{LaneKind::Processor, 0};
  const auto now = session();
  if (!now) return;
  const auto look = now->model().look();
  const auto* spans = lane(key);
  if (spans == nullptr || spans->size() == 0) return;
  std::size_t span =
      viewport_.selection ? viewport_.selection->span : spans->lastStartingBy(moment()).value_or(spans->firstKept());
  if (viewport_.selection) {
    const TimeRange exact = whole().exact;
    const bool last = direction > 0 ? span + 1 == spans->size() : span == spans->firstKept();
    // The next one is in another part.
    if (last && run_->parts() && direction > 0 && exact.to < end()) return setPlayhead(exact.to + 1);
    if (last && run_->parts() && direction < 0 && exact.from > 0) return setPlayhead(exact.from - 1);
    if (!last) span = direction > 0 ? span + 1 : span - 1;
  }
  const Nanos start = spans->at(span, edge_).start;
  if (start > edge_) return;
  setPlayhead(start);
  select({key, span});
  revealSelection();
}

void ViewController::showNearestWork() {
  const auto now = session();
  if (!now) return;
  const auto look = now->model().look();
  std::optional<SpanKey> next, last;
  Nanos nextStart = 0, lastStart = 0;
  for (std::uint32_t p = 0; p < now->model().processorCount(); ++p) {
    const auto& spans = now->model().processor(p);
    const auto before = spans.lastStartingBy(moment());
    const std::size_t after = before ? *before + 1 : spans.firstKept();
    if (after < spans.size() && (!next || spans.at(after, edge_).start < nextStart)) {
      next = SpanKey{{LaneKind::Processor, p}, after};
      nextStart = spans.at(after, edge_).start;
    }
    if (before && (!last || spans.at(*before, edge_).start > lastStart)) {
      last = SpanKey{{LaneKind::Processor, p}, *before};
      lastStart = spans.at(*before, edge_).start;
    }
  }
  const bool later = next && nextStart <= edge_;
  if (!later && !last) return;
  setPlayhead(later ? nextStart : lastStart);
  select(later ? *next : *last);
  revealSelection();
}

bool ViewController::showFirstSteal() {
  const auto held = session();
  if (!held) return false;
  const auto& model = held->model();
  const auto look = model.look();
  const Nanos steal = model.firstSteal();
  if (steal < 0) return false;
  remember();
  viewport_.setFollowing(false);
  viewport_.fit({std::max<Nanos>(0, steal - kBeforeSteal), steal + kAfterSteal});
  setPlayhead(steal);
  for (std::uint32_t p = 0; p < model.processorCount(); ++p) {
    const auto& spans = model.processor(p);
    // The thief starts what it took within the same step, so the span begins at the steal or just after it.
    auto index = spans.lastStartingBy(steal).value_or(spans.firstKept());
    for (; index < spans.size() && spans.at(index, edge_).start <= steal + kAfterSteal; ++index) {
      const analysis::ReasonId id = analysis::whyStarted(model, spans.at(index, edge_)).id;
      if (id != analysis::ReasonId::StartedBySteal && id != analysis::ReasonId::StartedByStealNext) continue;
      select({{LaneKind::Processor, p}, index});
      setPlayhead(spans.at(index, edge_).start);
      lookChanged();
      return true;
    }
  }
  lookChanged();
  return true;
}

std::optional<analysis::Span> ViewController::selectedSpan() const {
  const auto now = session();
  if (!now || !viewport_.selection) return {};
  const auto look = now->model().look();
  const auto* spans = lane(viewport_.selection->lane);
  if (spans == nullptr || viewport_.selection->span >= spans->size()) return {};
  return spans->at(viewport_.selection->span, edge_);
}

std::optional<LifeId> ViewController::selectedGoroutine() const {
  const auto span = selectedSpan();
  if (!span || !span->detail.goroutine.valid()) return {};
  return span->detail.goroutine;
}

QString ViewController::momentText() const {
  const auto resolution = static_cast<Nanos>(viewport_.nanosPerPixel());
  return session() ? instantText(moment(), std::max<Nanos>(1, resolution)) : QString();
}

QString ViewController::aheadText() const {
  const auto now = session();
  return held_ && now ? tr("the run is %1 ahead").arg(lengthText(std::max<Nanos>(0, now->model().edge() - edge_)))
                      : QString();
}

void ViewController::onReplaced() {
  held_ = false;
  settling_ = false;
  viewport_.selection.reset();
  viewport_.range.reset();
  viewport_.playhead.reset();
  awaited_.reset();
  edge_ = 0;
  if (session()) {
    advance();
    viewport_.scrollTo(0);
    if (run_->live()) {
      viewport_.showWindow(0, kLiveWindow / std::max(1, viewport_.width()));
      viewport_.setFollowing(true);
      settling_ = true;
    } else {
      viewport_.setFollowing(false);
      const Nanos from = session()->model().keptFrom();
      if (from > 0 && !run_->parts())
        viewport_.fit({from, viewport_.traceEnd()});
      else
        viewport_.fitAll();
      viewport_.playhead = from;
    }
  }
  emit replaced();
  emit selectionChanged();
  emit momentChanged();
  lookChanged();
}

// The spans' numbers are others now.
void ViewController::onPart() {
  viewport_.selection.reset();
  advance();
  // What the board shows was in the part before.
  const auto asked = std::exchange(awaited_, std::nullopt);
  const Nanos at = asked.value_or(viewport_.playhead.value_or(0));
  const Nanos middle = viewport_.timeAt(viewport_.width() / 2.0);
  viewport_.playhead = knows(at) ? at : std::clamp(middle, whole().exact.from, edge_);
  if (asked) viewport_.reveal(*asked);
  emit selectionChanged();
  emit momentChanged();
  lookChanged();
}

void ViewController::onTicked() {
  if (held_) {
    emit aheadChanged();
    return;
  }
  advance();
  if (!viewport_.playhead) emit momentChanged();
  emit changed();
}

// What was held until the end may be looked at now.
void ViewController::onEnded() {
  held_ = false;
  if (!viewport_.playhead) viewport_.playhead = session()->model().edge();
  viewport_.setFollowing(false);
  advance();
  emit momentChanged();
  emit aheadChanged();
  emit selectionChanged();
  lookChanged();
}

void ViewController::advance() {
  const auto& model = session()->model();
  // While the run stands still nothing happens after its last event, and the picture stands still too.
  edge_ = run_->live() && model.standsStill() ? std::max(edge_, model.lastEvent()) : model.edge();
  viewport_.setTraceEnd(end());
  if (settling_ && viewport_.following()) {
    viewport_.showWindow(viewport_.start(), kLiveWindow / std::max(1, viewport_.width()));
    viewport_.setFollowing(true);
    settling_ = static_cast<double>(edge_) < kLiveWindow * 1.1;
  }
  updateContentHeight();
}

void ViewController::leaveEdge() {
  if (!run_->live() || held_) return;
  viewport_.playhead = viewport_.playhead.value_or(edge_);
  setHeld(true);
}

void ViewController::lookChanged() {
  if (run_->parts()) still_.start();
  emit stateChanged();
  emit changed();
}

void ViewController::updateContentHeight() {
  const auto now = session();
  if (!now || size_.isEmpty()) return;
  const auto look = now->model().look();
  viewport_.setContentHeight(TimelineGeometry(now->model(), timelineView(Theme::Dark)).contentHeight());
}

const analysis::SpanLane* ViewController::lane(LaneKey key) const {
  const auto now = session();
  if (!now) return nullptr;
  const auto& model = now->model();
  switch (key.kind) {
    case LaneKind::Core:
      return key.index < model.coreCount() ? &model.core(key.index) : nullptr;
    case LaneKind::Processor:
      return key.index < model.processorCount() ? &model.processor(key.index) : nullptr;
    case LaneKind::Thread:
      return key.index < model.threadCount() ? &model.thread(key.index).lane : nullptr;
    case LaneKind::Goroutine:
      return key.index < model.goroutineCount() ? &model.goroutine(LifeId(key.index)).lane : nullptr;
  }
  return nullptr;
}

void ViewController::revealSelection() {
  const auto now = session();
  const auto span = selectedSpan();
  if (!now || !span) return;
  const auto look = now->model().look();
  viewport_.reveal(span->start);
  const TimelineGeometry geometry(now->model(), timelineView(Theme::Dark));
  if (geometry.row(viewport_.selection->lane) == nullptr) {
    const int scroll = geometry.scrollFor(viewport_.selection->lane);
    if (scroll >= 0) viewport_.scrollTo(scroll);
  }
  lookChanged();
}

}  // namespace gmpscope::app
