#include "tests/trace/replay.h"

namespace gmpscope::trace {

void Replay::fault(const AppliedOp& applied, const std::string& what) {
  if (faults_.size() < 10) faults_.push_back("event " + std::to_string(applied.eventIndex) + ": " + what);
}

std::uint32_t Replay::slotOf(LifeId life) const {
  const auto known = slots_.find(life);
  return known != slots_.end() ? known->second : 0;
}

void Replay::put(Queue& queue, const AppliedOp& applied, const char* name) {
  if (applied.op.position != queue.head + queue.lives.size())
    fault(applied, std::string(name) + ": put at another tail");
  if (applied.goroutines.size() != applied.op.count) fault(applied, std::string(name) + ": not as many as it says");
  queue.lives.insert(queue.lives.end(), applied.goroutines.begin(), applied.goroutines.end());
}

void Replay::take(Queue& queue, const AppliedOp& applied, const char* name) {
  if (applied.op.position != queue.head) fault(applied, std::string(name) + ": taken at another head");
  for (const LifeId g : applied.goroutines) {
    if (queue.lives.empty()) {
      fault(applied, std::string(name) + ": taken from an empty queue");
      return;
    }
    if (queue.lives.front() != g) fault(applied, std::string(name) + ": another goroutine stood there");
    queue.lives.pop_front();
    ++queue.head;
  }
}

void Replay::onOp(const AppliedOp& applied) {
  const Op& op = applied.op;
  const LifeId g = applied.goroutines.empty() ? LifeId{} : applied.goroutines[0];
  switch (op.kind) {
    case OpKind::GNew:
      if (!slots_.emplace(g, applied.event.g).second) fault(applied, "born twice");
      break;
    case OpKind::GEnd:
    case OpKind::Stop:
      if (running_.erase(g) == 0) fault(applied, "stops without running");
      break;
    case OpKind::Run:
      if (!running_.emplace(g, op.m.value).second) fault(applied, "runs twice");
      break;
    case OpKind::NextPut:
      if (runnext_.at(op.p) != applied.kicked) fault(applied, "another was kicked");
      runnext_.at(op.p) = g;
      break;
    case OpKind::NextTake:
      if (runnext_.at(op.p) != g) fault(applied, "another stood in runnext");
      runnext_.at(op.p) = {};
      break;
    case OpKind::LocalPut:
      put(rings_.at(op.p), applied, "ring");
      break;
    case OpKind::LocalTake:
      take(rings_.at(op.p), applied, "ring");
      break;
    case OpKind::GlobalPut:
      put(global_, applied, "global queue");
      break;
    case OpKind::GlobalTake:
      take(global_, applied, "global queue");
      break;
    case OpKind::WaitPut:
      if (running_.erase(g) == 0) fault(applied, "waits without running");
      waiting_[g] = {op.other};
      break;
    case OpKind::WaitAlso:
      if (!waiting_.contains(g)) fault(applied, "waits on more without waiting");
      waiting_[g].insert(op.other);
      break;
    case OpKind::WaitTake:
      if (waiting_.erase(g) == 0) fault(applied, "woken without waiting");
      break;
    default:
      break;
  }
}

Contents Replay::contents() const {
  Contents contents;
  for (const LifeId g : runnext_) contents.runnext.push_back(slotOf(g));
  for (const Queue& ring : rings_) {
    auto& slots = contents.rings.emplace_back();
    for (const LifeId g : ring.lives) slots.push_back(slotOf(g));
  }
  for (const LifeId g : global_.lives) contents.global.push_back(slotOf(g));
  for (const auto& [g, objects] : waiting_) contents.waiting[slotOf(g)] = objects;
  for (const auto& [g, m] : running_) contents.running[slotOf(g)] = m;
  return contents;
}

}  // namespace gmpscope::trace
