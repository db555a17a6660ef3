#include "tests/model/queue_model.h"

#include <algorithm>
#include <numeric>

#include "core/trace/reader/linearizer.h"
#include "core/trace/writer/wait_reason.h"

namespace gmpscope::model {

QueueModel::QueueModel(const Programs& programs, std::uint32_t inQueue, Fault fault)
    : programs_{programs.owner, programs.first, programs.second}, fault_(fault) {
  // Main is born and runs.
  Queue::Owner own(queues_[0]);
  emit(0, EventKind::GCreate, 1, 0, 1, own.putNext(1).generation);
  emit(0, EventKind::GStartNext, 1, own.takeNext().generation);
  for (std::uint32_t i = 0; i < inQueue; ++i) create();
}

void QueueModel::emit(std::uint32_t m, EventKind kind, std::uint32_t g, std::uint32_t a, std::uint32_t b,
                      std::uint32_t c, std::uint32_t d) {
  events_[m].push_back({0, Event::makeHead(kind, 0, m), g, a, b, c, d});
}

void QueueModel::run(std::uint32_t m) {
  for (const char operation : programs_[m]) switch (operation) {
      case 'c':
        create();
        break;
      case 't':
        take(m);
        break;
      case 's':
        stealHalf(m);
        break;
      case 'n':
        stealNext(m);
        break;
      default:
        require(false, "no such operation");
    }
}

void QueueModel::create() {
  const std::uint32_t g = ++created_;
  const Queue::Next before = Queue::Owner(queues_[0]).putNext(g);
  const std::uint32_t generation = before.generation - (fault_ == Fault::OldGeneration ? 1 : 0);
  emit(0, EventKind::GCreate, g, 0, g, generation, before.g);
  if (before.g != 0) put(before.g);
}

// As putLocal and overflow in core/runtime/park.cpp.
void QueueModel::put(std::uint32_t g) {
  Queue::Owner own(queues_[0]);
  for (;;) {
    Queue::Seen seen;
    if (own.putTail(g, seen)) {
      emit(0, EventKind::GPutLocal, g, seen.head, seen.tail);
      return;
    }
    std::uint32_t moved[Queue::kSize / 2];
    if (!own.takeHalf(seen, moved)) continue;
    const auto tail = static_cast<std::uint32_t>(global_.size());
    emit(0, EventKind::GOverflow, g, seen.head, seen.tail, tail, Queue::kSize / 2);
    global_.insert(global_.end(), std::begin(moved), std::end(moved));
    global_.push_back(g);
    return;
  }
}

void QueueModel::runToEnd(std::uint32_t m, std::uint32_t g) {
  ran_[m].push_back(g);
  emit(m, EventKind::GExit, g);
}

void QueueModel::take(std::uint32_t m) {
  if (m == 0 && std::exchange(mainRuns_, false))
    emit(0, EventKind::GBlock, 1, trace::kFirstObject, 0, static_cast<std::uint32_t>(trace::WaitReason::ChanReceive));
  Queue::Owner own(queues_[m]);
  if (const Queue::Next next = own.takeNext(); next.g != 0) {
    emit(m, EventKind::GStartNext, next.g, next.generation);
    runToEnd(m, next.g);
  } else if (const Queue::Taken taken = own.takeHead(); taken.g != 0) {
    // The faulty one looks at the head again instead of keeping what its exchange replaced.
    const std::uint32_t head = fault_ == Fault::HeadReadAgain ? queues_[m].seen().head - 1 : taken.seen.head;
    emit(m, EventKind::GStartLocal, taken.g, head, taken.seen.tail);
    runToEnd(m, taken.g);
  }
}

// As stealHalf in core/runtime/steal.cpp.
void QueueModel::stealHalf(std::uint32_t m) {
  Queue::Owner own(queues_[m]);
  const Queue::Half half = Queue::Thief(queues_[0]).takeHalf(own);
  if (half.count == 0) return;
  const std::uint32_t tail = own.tail();
  const std::uint32_t g = queues_[m].peek(tail + half.count - 1);
  if (half.count > 1) own.publishTail(tail + half.count - 1);
  emit(m, EventKind::GStartSteal, g, 0, half.seen.head, half.seen.tail, tail);
  runToEnd(m, g);
}

void QueueModel::stealNext(std::uint32_t m) {
  const Queue::Next next = Queue::Thief(queues_[0]).takeNext();
  if (next.g == 0) return;
  emit(m, EventKind::GStartStealNext, next.g, 0, next.generation);
  runToEnd(m, next.g);
}

trace::Contents QueueModel::contents() const {
  trace::Contents contents;
  for (const Queue& queue : queues_) {
    contents.runnext.push_back(queue.next().g);
    auto& ring = contents.rings.emplace_back();
    for (std::uint32_t at = queue.seen().head; at != queue.seen().tail; ++at) ring.push_back(queue.peek(at));
  }
  contents.global = global_;
  if (mainRuns_)
    contents.running[1] = 0;
  else
    contents.waiting[1] = {trace::kFirstObject};
  return contents;
}

void QueueModel::check(bool stuck) {
  require(!stuck, "a queue operation waits");
  const trace::Contents now = contents();
  std::vector<std::uint32_t> all(now.global.begin(), now.global.end());
  for (const auto& ring : now.rings) all.insert(all.end(), ring.begin(), ring.end());
  for (const std::uint32_t next : now.runnext)
    if (next != 0) all.push_back(next);
  for (const auto& ran : ran_) all.insert(all.end(), ran.begin(), ran.end());
  std::sort(all.begin(), all.end());
  std::vector<std::uint32_t> expected(created_ - 1);
  std::iota(expected.begin(), expected.end(), 2U);
  require(all == expected, "a goroutine is lost or doubled");

  std::array<std::uint32_t, kMs> order{0, 1, 2};
  do {
    checkEvents(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

// All of one M's events are stamped earlier than the next one's: the stamps say nothing about the order, the values
// must say all.
void QueueModel::checkEvents(const std::array<std::uint32_t, kMs>& order) const {
  trace::Replay replay(kMs);
  trace::Linearizer linearizer(TickScale{0, 1.0}, {&replay});
  std::uint64_t stamp = 10;
  const auto add = [&](std::uint32_t m, Event event) {
    event.time = stamp += 10;
    linearizer.add({m, 0, {&event, 1}});
  };
  const auto event = [](EventKind kind, std::uint32_t p, std::uint32_t g, std::uint32_t a, std::uint32_t b = 0,
                        std::uint32_t c = 0) { return Event{0, Event::makeHead(kind, 0, p), g, a, b, c, 0}; };
  add(0, event(EventKind::RunStart, Event::kNoP, 0, kMs));
  add(0, event(EventKind::MStart, Event::kNoP, 0, 0));
  std::uint32_t sequence = 0;
  for (std::uint32_t p = kMs; p > 0; --p) add(0, event(EventKind::PRelease, p - 1, 0, sequence++));
  add(0, event(EventKind::PAcquire, 0, 0, sequence++, 0));
  for (std::uint32_t m = 1; m < kMs; ++m) {
    add(0, event(EventKind::PAcquire, m, 0, sequence++, m));
    add(0, event(EventKind::MSpawn, m, 0, m));
    add(m, event(EventKind::MStart, m, 0, 0));
  }
  for (const std::uint32_t m : order) {
    for (const Event& written : events_[m]) add(m, written);
  }
  linearizer.finish({}, 0);
  require(linearizer.waiting() == 0, "events that no order explains");
  for (const trace::Violation& violation : linearizer.violations()) {
    // Its ring holds 256, ours holds four; it begins with one P that isn't idle, ours with all; ours counts no ticks.
    const bool ofOurs = violation.rule == trace::RuleId::OverflowHalf || violation.rule == trace::RuleId::Slice ||
                        violation.what.starts_with("the run begins with");
    require(ofOurs, std::string(name(violation.rule)) + ": " + violation.what);
  }
  require(replay.faults().empty(), "the order of the events: " + (replay.faults().empty() ? "" : replay.faults()[0]));
  require(replay.contents() == contents(), "the events lead to another content than memory's");
}

}  // namespace gmpscope::model
