#include "app/models/run_control.h"

#include <algorithm>
#include <array>

#include "app/scene/time_scale.h"

namespace gmpscope::app {
namespace {

// Time between two decisions; the first is none at all.
constexpr std::array<Nanos, 5> kIntervals{0, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

}  // namespace

RunControl::RunControl(RunController* run, QObject* parent) : QObject(parent), run_(run) {
  connect(run, &RunController::replaced, this, &RunControl::reset);
  connect(run, &RunController::ended, this, &RunControl::reset);
  connect(run, &RunController::changed, this, &RunControl::changed);
}

bool RunControl::standsStill() const { return possible() && paused_ && run_->session()->model().standsStill(); }

QStringList RunControl::speeds() const {
  QStringList result{tr("full speed")};
  for (std::size_t i = 1; i < kIntervals.size(); ++i) result << tr("a decision each %1").arg(lengthText(kIntervals[i]));
  return result;
}

void RunControl::togglePause() {
  if (!possible()) return;
  paused_ = !paused_;
  if (paused_)
    run_->controlled()->pause();
  else
    goOn();
  emit changed();
}

void RunControl::nextDecision() {
  if (!possible()) return;
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

void RunControl::reset() {
  paused_ = false;
  speed_ = 0;
  emit changed();
}

}  // namespace gmpscope::app
