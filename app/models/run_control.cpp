#include "app/models/run_control.h"

#include <algorithm>
#include <array>

#include "app/scene/time_scale.h"

namespace gmpscope::app {
namespace {

// Time between two decisions; the first is none at all.
constexpr std::array<Nanos, 5> kIntervals{0, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
// How often it is looked whether a step of many is over.
constexpr std::chrono::milliseconds kLook{2};

}  // namespace

RunControl::RunControl(RunController* run, QObject* parent) : QObject(parent), run_(run) {
  connect(run, &RunController::replaced, this, &RunControl::reset);
  connect(run, &RunController::ended, this, &RunControl::reset);
  connect(run, &RunController::changed, this, &RunControl::changed);
  connect(&timer_, &QTimer::timeout, this, &RunControl::advance);
}

bool RunControl::standsStill() const { return possible() && paused_ && run_->session()->model().standsStill(); }

QStringList RunControl::speeds() const {
  QStringList result{tr("full speed")};
  for (std::size_t i = 1; i < kIntervals.size(); ++i) result << tr("a decision each %1").arg(lengthText(kIntervals[i]));
  return result;
}

std::vector<RunControl::FarStep> RunControl::steps() const {
  std::vector<FarStep> steps{{StepGoal::Steal, tr("Until the next steal")},
                             {StepGoal::HandOff, tr("Until the next hand-off of a processor")},
                             {StepGoal::Preempt, tr("Until the next preemption")}};
  if (selectedGoid_ != 0)
    steps.push_back({StepGoal::Goroutine, tr("Until something happens to %1").arg(selectedGoroutine_)});
  if (selectedP_) steps.push_back({{}, tr("Next decision of P%1").arg(*selectedP_)});
  return steps;
}

QStringList RunControl::farSteps() const {
  QStringList texts;
  for (const FarStep& step : steps()) texts << step.text;
  return texts;
}

void RunControl::setSelected(std::uint32_t goid, const QString& goroutine, std::optional<std::uint32_t> p) {
  if (goid == selectedGoid_ && p == selectedP_ && goroutine == selectedGoroutine_) return;
  selectedGoid_ = goid;
  selectedGoroutine_ = goroutine;
  selectedP_ = p;
  emit farStepsChanged();
}

void RunControl::stepFar(int position) {
  const std::vector<FarStep> all = steps();
  if (!possible() || position < 0 || static_cast<std::size_t>(position) >= all.size()) return;
  endStepping();
  Session& session = *run_->controlled();
  if (const auto until = all[static_cast<std::size_t>(position)].until) {
    until_.emplace(session, *until, selectedGoid_, paused_);
    timer_.start(kLook);
  } else {
    if (!paused_) session.pause();
    session.step(1, selectedP_);
  }
  paused_ = true;
  emit changed();
}

void RunControl::advance() {
  if (!until_ || !until_->advance()) return;
  endStepping();
  emit changed();
}

void RunControl::endStepping() {
  timer_.stop();
  until_.reset();
}

void RunControl::togglePause() {
  if (!possible()) return;
  if (until_) {
    endStepping();
    emit changed();
    return;
  }
  paused_ = !paused_;
  if (paused_)
    run_->controlled()->pause();
  else
    goOn();
  emit changed();
}

void RunControl::nextDecision() {
  if (!possible()) return;
  endStepping();
  if (!paused_) run_->controlled()->pause();
  paused_ = true;
  run_->controlled()->step(1);
  emit changed();
}

void RunControl::setSpeed(int position) {
  const int wanted = std::clamp(position, 0, static_cast<int>(kIntervals.size()) - 1);
  if (wanted == speed_ || !possible()) return;
  speed_ = wanted;
  if (!paused_) goOn();
  emit changed();
}

void RunControl::goOn() {
  const Nanos interval = kIntervals.at(static_cast<std::size_t>(speed_));
  if (interval == 0)
    run_->controlled()->resume();
  else
    run_->controlled()->slow(interval);
}

void RunControl::setProcs(int count) {
  const int before = run_->gomaxprocs();
  run_->setGomaxprocs(count);
  if (possible() && run_->gomaxprocs() != before)
    run_->controlled()->setProcs(static_cast<std::uint32_t>(run_->gomaxprocs()));
}

void RunControl::retranslate() {
  emit languageChanged();
  emit farStepsChanged();
}

void RunControl::reset() {
  endStepping();
  paused_ = false;
  speed_ = 0;
  emit changed();
}

}  // namespace gmpscope::app
