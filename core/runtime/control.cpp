#include "core/runtime/control.h"

#include <utility>

#include "core/runtime/sched.h"

namespace gmp::rt {

void Control::request(const ControlRequest& request) {
  const std::lock_guard guard(mutex_);
  if (over_) return;
  requests_.push_back(request);
  if (sysmon_ != nullptr) wakeNote(*sysmon_);
}

void Control::abandon() {
  const std::lock_guard guard(mutex_);
  if (over_) return;
  requests_.clear();
  requests_.emplace_back(ResumeRequest{});
  abandoned_ = true;
  if (sysmon_ != nullptr) wakeNote(*sysmon_);
}

bool Control::waitUntilDone(std::chrono::nanoseconds atMost) {
  std::unique_lock lock(mutex_);
  return done_.wait_for(lock, atMost, [this] { return over_ || (requests_.empty() && !underWay_); });
}

void Control::attach(M& sysmon) {
  const std::lock_guard guard(mutex_);
  sysmon_ = &sysmon;
}

void Control::detach() {
  const std::lock_guard guard(mutex_);
  sysmon_ = nullptr;
  over_ = true;
  requests_.clear();
  done_.notify_all();
}

std::optional<ControlRequest> Control::next() {
  const std::lock_guard guard(mutex_);
  underWay_ = !requests_.empty();
  if (!underWay_) {
    done_.notify_all();
    return std::nullopt;
  }
  const ControlRequest request = requests_.front();
  requests_.pop_front();
  return request;
}

bool Control::takeAbandoned() {
  const std::lock_guard guard(mutex_);
  return std::exchange(abandoned_, false);
}

}  // namespace gmp::rt
