#include "tests/stress/board_replay.h"

#include <algorithm>

namespace gmpscope::test {

using trace::EventKind;
using trace::Op;
using trace::OpKind;

Board boardOf(const analysis::BoardState& state) {
  Board board;
  for (const analysis::ProcessorState& p : state.processors)
    board.processors.push_back({p.runnext, p.running, p.queue, p.there});
  board.global = state.global;
  board.idleP = state.idleP;
  board.idleM = state.idleM;
  for (const analysis::WaitingRoom& room : state.rooms) board.rooms[room.object] = room.waiters;
  board.calls = {state.calls.begin(), state.calls.end()};
  board.transit = {state.transit.begin(), state.transit.end()};
  return board;
}

std::string difference(const Board& found, const Board& expected) {
  if (found.global != expected.global) return "the global queue";
  if (found.idleP != expected.idleP) return "idle Ps";
  if (found.idleM != expected.idleM) return "idle Ms";
  if (found.rooms != expected.rooms) return "waiting rooms";
  if (found.calls != expected.calls) return "system calls";
  if (found.transit != expected.transit) return "goroutines in transit";
  if (found.processors.size() < expected.processors.size()) return "the number of Ps";
  for (std::size_t p = 0; p < found.processors.size(); ++p) {
    const Board::Processor none{{}, {}, {}, false};
    const Board::Processor& wanted = p < expected.processors.size() ? expected.processors[p] : none;
    if (found.processors[p].runnext != wanted.runnext) return "runnext of P" + std::to_string(p);
    if (found.processors[p].queue != wanted.queue) return "the queue of P" + std::to_string(p);
    if (found.processors[p].running != wanted.running) return "who runs with P" + std::to_string(p);
    if (found.processors[p].there != wanted.there) return "whether there is P" + std::to_string(p);
  }
  return "";
}

Board::Processor& BoardReplay::processor(std::uint32_t p) {
  if (p >= now_.processors.size()) now_.processors.resize(p + 1);
  return now_.processors[p];
}

void BoardReplay::onOp(const trace::AppliedOp& applied) {
  while (next_ < times_.size() && times_[next_] < applied.time) boards_.emplace_back(times_[next_++], now_);
  apply(applied);
}

void BoardReplay::leavesP(MId m) {
  if (const auto with = runsWith_.extract(m); !with.empty()) processor(with.mapped()).running = {};
}

void BoardReplay::waits(const trace::AppliedOp& applied, LifeId g, std::uint32_t stands) {
  std::vector<LifeId>& room = now_.rooms[applied.op.other];
  room.insert((stands & trace::kStandsAhead) != 0 ? room.begin() : room.end(), g);
}

void BoardReplay::apply(const trace::AppliedOp& applied) {
  const Op& op = applied.op;
  const LifeId g = applied.goroutines.empty() ? LifeId{} : applied.goroutines[0];
  const auto put = [&](std::vector<LifeId>& queue, bool first) {
    queue.insert(first ? queue.begin() : queue.end(), applied.goroutines.begin(), applied.goroutines.end());
    for (const LifeId each : applied.goroutines) now_.transit.erase(each);
  };
  const auto take = [&](std::vector<LifeId>& queue) {
    now_.transit.insert(queue.begin(), queue.begin() + op.count);
    queue.erase(queue.begin(), queue.begin() + op.count);
  };
  switch (op.kind) {
    case OpKind::Mark:
      if (applied.event.kind() == EventKind::RunStart) now_.processors.resize(applied.event.a);
      break;
    case OpKind::GNew:
      now_.transit.insert(g);
      break;
    case OpKind::GEnd:
      leavesP(op.m);
      break;
    case OpKind::Stop:
      leavesP(op.m);
      now_.transit.insert(g);
      break;
    case OpKind::Run:
      now_.transit.erase(g);
      processor(op.p).running = g;
      runsWith_[op.m] = op.p;
      break;
    case OpKind::NextPut:
      processor(op.p).runnext = g;
      now_.transit.erase(g);
      if (applied.kicked.valid()) now_.transit.insert(applied.kicked);
      break;
    case OpKind::NextTake:
      processor(op.p).runnext = {};
      now_.transit.insert(g);
      break;
    case OpKind::LocalPut:
      put(processor(op.p).queue, false);
      break;
    case OpKind::LocalTake:
      take(processor(op.p).queue);
      break;
    case OpKind::GlobalPut:
      put(now_.global, false);
      break;
    case OpKind::GlobalPutFirst:
      put(now_.global, true);
      break;
    case OpKind::GlobalTake:
      take(now_.global);
      break;
    case OpKind::WaitPut:
      leavesP(op.m);
      waits(applied, g, applied.event.d);
      break;
    case OpKind::WaitAlso:
      waits(applied, g, 0);
      break;
    case OpKind::WaitTake:
      for (auto& [object, room] : now_.rooms) std::erase(room, g);
      std::erase_if(now_.rooms, [](const auto& room) { return room.second.empty(); });
      now_.transit.insert(g);
      break;
    case OpKind::IdlePPut:
      now_.idleP.push_back(op.p);
      break;
    case OpKind::IdlePTake:
      std::erase(now_.idleP, op.p);
      break;
    case OpKind::IdleMPut:
      now_.idleM.push_back(op.m);
      break;
    case OpKind::IdleMTake:
      std::erase(now_.idleM, MId{op.other});
      break;
    case OpKind::CallEnter:
      calling_[g] = {op.m, op.p};
      break;
    case OpKind::Retake:
      for (const auto& [each, with] : calling_)
        if (with.first == MId{op.other} && with.second == op.p) now_.calls.insert(each);
      leavesP(MId{op.other});
      break;
    case OpKind::CallExit:
    case OpKind::CallBack:
      calling_.erase(g);
      now_.calls.erase(g);
      processor(op.p).running = g;
      runsWith_[op.m] = op.p;
      break;
    case OpKind::CallLeave:
      calling_.erase(g);
      now_.calls.erase(g);
      now_.transit.insert(g);
      break;
    case OpKind::ProcsChange:
      processor(op.count - 1);
      for (std::uint32_t p = 0; p < now_.processors.size(); ++p) now_.processors[p].there = p < op.count;
      break;
    default:
      break;
  }
}

}  // namespace gmpscope::test
