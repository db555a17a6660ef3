#include "tests/scene/demo_model.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <random>
#include <vector>

#include "tests/scene/model_filler.h"

namespace gmpscope::app {
namespace {

using analysis::SpanDetail;
using analysis::SpanState;
using trace::WaitReason;

constexpr Nanos kStep = 500;

// What a lane shows now; opens a span when that changes.
struct LaneNow {
  analysis::SpanLane* lane = nullptr;
  std::optional<SpanState> state;
  SpanDetail detail;

  void show(Nanos t, std::optional<SpanState> next, const SpanDetail& of) {
    const bool same = next == state && of.goroutine == detail.goroutine && of.thread == detail.thread &&
                      of.processor == detail.processor && of.reason == detail.reason;
    if (same) return;
    if (state) lane->close(t);
    if (next) lane->open(t, *next, of);
    state = next;
    detail = of;
  }
};

struct SimG {
  LaneNow lane;
  enum { Ready, Running, Asleep, Calling } now = Ready;
  Nanos left = 0;  // of computing, or of sleep
  WaitReason reason = WaitReason::None;
  std::uint16_t p = 0xfff;
};

struct SimP {
  LaneNow lane;
  LaneNow thread;  // its M
  analysis::StepSeries* length = nullptr;
  std::deque<std::uint32_t> queue;
  int running = -1;
  Nanos spin = 0;
  bool onCore = false;
};

class Simulation {
 public:
  Simulation(analysis::TraceModel& model, const DemoOptions& options)
      : options_(options), filler_(model), random_(options.seed) {
    analysis::RunInfo run;
    run.preset = "work-stealing";
    run.gomaxprocs = static_cast<int>(options.processors);
    run.cores = static_cast<int>(options.cores);
    for (std::uint32_t c = 0; c < options.cores; ++c) run.coreIds.push_back(c);
    run.kernelSource = kernel::Source::Perf;
    filler_.setRun(run);
    for (std::uint32_t c = 0; c < options.cores; ++c) cores_.push_back({&filler_.core(c), {}, {}});
    ps_.resize(options.processors);
    for (std::uint32_t i = 0; i < options.processors; ++i) {
      auto& p = filler_.addProcessor();
      ps_[i].lane.lane = &p.lane;
      ps_[i].length = &p.length;
      ps_[i].length->append(0, 0);
      ps_[i].thread.lane = &filler_.addThread(1000 + i).lane;
    }
    static constexpr const char* kNames[] = {"hash", "parse", "fetch", "render", ""};
    gs_.resize(options.goroutines);
    for (std::uint32_t i = 0; i < options.goroutines; ++i) {
      gs_[i].lane.lane = &filler_.addGoroutine(i + 1, kNames[i % 5]).lane;
      gs_[i].left = work();
      put(0, 0, i);
    }
  }

  void run() {
    Nanos t = 0;
    for (; t < options_.length; t += kStep) step(t + static_cast<Nanos>(random_() % kStep));
    filler_.addGap(options_.length * 3 / 5, options_.length * 3 / 5 + options_.length / 400, 1234);
    filler_.publish(t);
  }

 private:
  Nanos spread(double least, double most) {
    const double x = static_cast<double>(random_() % 10000) / 10000;
    return static_cast<Nanos>(least * std::pow(most / least, x));
  }
  Nanos work() { return spread(1500, static_cast<double>(options_.work)); }

  void put(Nanos t, std::size_t p, std::uint32_t g) {
    gs_[g].now = SimG::Ready;
    ps_[p].queue.push_back(g);
    ps_[p].length->append(t, static_cast<std::uint32_t>(ps_[p].queue.size()));
  }
  void take(Nanos t, std::size_t p, std::size_t from) {
    SimP& victim = ps_[from];
    ps_[p].running = static_cast<int>(victim.queue.front());
    victim.queue.pop_front();
    victim.length->append(t, static_cast<std::uint32_t>(victim.queue.size()));
    SimG& g = gs_[static_cast<std::size_t>(ps_[p].running)];
    g.now = SimG::Running;
    g.p = static_cast<std::uint16_t>(p);
  }

  void findWork(Nanos t, std::size_t p) {
    SimP& self = ps_[p];
    if (!self.queue.empty()) return take(t, p, p);
    if (self.spin == 0) self.spin = spread(2000, 12000);
    self.spin = std::max<Nanos>(self.spin - kStep, 1);
    if (random_() % 12 != 0) return;
    for (std::size_t k = 1; k < ps_.size(); ++k) {
      const std::size_t victim = (p + k) % ps_.size();
      const std::size_t half = (ps_[victim].queue.size() + 1) / 2;
      if (half == 0) continue;
      for (std::size_t i = 1; i < half; ++i) {
        put(t, p, ps_[victim].queue.front());
        ps_[victim].queue.pop_front();
      }
      take(t, p, victim);
      return;
    }
  }

  void stop(Nanos t, SimP& p) {
    SimG& g = gs_[static_cast<std::size_t>(p.running)];
    static constexpr WaitReason kReasons[] = {WaitReason::ChanReceive, WaitReason::ChanSend, WaitReason::Sleep,
                                              WaitReason::MutexLock, WaitReason::Network};
    const auto kind = random_() % 8;
    if (kind == 0) {
      g.now = SimG::Calling;
      g.left = spread(8000, 200000);
    } else if (kind < 6) {
      g.now = SimG::Asleep;
      g.reason = kReasons[random_() % 5];
      g.left = spread(5000, 400000);
    } else {
      put(t, static_cast<std::size_t>(&p - ps_.data()), static_cast<std::uint32_t>(p.running));
      g.left = work();
    }
    p.running = -1;
    p.spin = 0;
  }

  void step(Nanos t) {
    // Cores go to Ms in turn, in slices.
    for (SimP& p : ps_) p.onCore = false;
    std::vector<std::size_t> wanting;
    for (std::size_t i = 0; i < ps_.size(); ++i) {
      if (ps_[i].running >= 0 || ps_[i].spin > 1) wanting.push_back(i);
    }
    const auto slice = static_cast<std::size_t>(t / 350'000);
    std::vector<int> on(options_.cores, -1);
    for (std::size_t k = 0; k < wanting.size() && k < on.size(); ++k) {
      const std::size_t p = wanting[(slice + k) % wanting.size()];
      on[k] = static_cast<int>(p);
      ps_[p].onCore = true;
    }
    for (std::size_t i = 0; i < ps_.size(); ++i) {
      SimP& p = ps_[i];
      if (p.running < 0) findWork(t, i);
      if (p.running >= 0 && p.onCore) {
        SimG& g = gs_[static_cast<std::size_t>(p.running)];
        g.left -= kStep;
        if (g.left <= 0) stop(t, p);
      }
    }
    for (std::uint32_t i = 0; i < gs_.size(); ++i) {
      SimG& g = gs_[i];
      if (g.now != SimG::Asleep && g.now != SimG::Calling) continue;
      g.left -= kStep;
      if (g.left > 0) continue;
      g.left = work();
      put(t, random_() % 3 == 0 ? random_() % ps_.size() : 0, i);
    }
    show(t, on);
  }

  void show(Nanos t, const std::vector<int>& on) {
    for (std::size_t i = 0; i < ps_.size(); ++i) {
      SimP& p = ps_[i];
      SpanDetail detail;
      detail.thread = MId(static_cast<std::uint32_t>(i));
      detail.processor = static_cast<std::uint16_t>(i);
      if (p.running >= 0) {
        detail.goroutine = LifeId(static_cast<std::uint32_t>(p.running));
        const SpanState state = p.onCore ? SpanState::Executing : SpanState::OffCore;
        p.lane.show(t, state, detail);
        p.thread.show(t, p.onCore ? SpanState::Executing : SpanState::Runnable, detail);
        gs_[detail.goroutine.value].lane.show(t, state, detail);
      } else if (p.spin > 1) {
        p.lane.show(t, SpanState::Spinning, detail);
        p.thread.show(t, SpanState::Spinning, detail);
      } else {
        p.lane.show(t, std::nullopt, detail);
        p.thread.show(t, SpanState::Waiting, detail);
      }
    }
    for (std::uint32_t i = 0; i < gs_.size(); ++i) {
      SimG& g = gs_[i];
      SpanDetail detail;
      detail.goroutine = LifeId(i);
      if (g.now == SimG::Ready) g.lane.show(t, SpanState::Runnable, detail);
      if (g.now == SimG::Calling) g.lane.show(t, SpanState::Syscall, detail);
      if (g.now == SimG::Asleep) {
        detail.reason = g.reason;
        g.lane.show(t, SpanState::Waiting, detail);
      }
    }
    for (std::size_t c = 0; c < on.size(); ++c) {
      SpanDetail detail;
      if (on[c] < 0) {
        cores_[c].show(t, SpanState::NotOurs, detail);
        continue;
      }
      const SimP& p = ps_[static_cast<std::size_t>(on[c])];
      detail.thread = MId(static_cast<std::uint32_t>(on[c]));
      if (p.running >= 0) detail.goroutine = LifeId(static_cast<std::uint32_t>(p.running));
      cores_[c].show(t, p.running >= 0 ? SpanState::Executing : SpanState::Spinning, detail);
    }
  }

  DemoOptions options_;
  analysis::ModelFiller filler_;
  std::mt19937_64 random_;
  std::vector<SimP> ps_;
  std::vector<SimG> gs_;
  std::vector<LaneNow> cores_;
};

}  // namespace

void fillDemo(analysis::TraceModel& model, const DemoOptions& options) { Simulation(model, options).run(); }

analysis::BoardState demoBoard(const analysis::TraceModel& model, Nanos at) {
  analysis::BoardState state;
  state.time = at;
  state.processors.resize(model.processorCount());
  std::vector<std::uint32_t> ready;
  analysis::WaitingRoom timers{1, WaitReason::Sleep, {}};
  for (std::uint32_t g = 0; g < model.goroutineCount(); ++g) {
    const auto& lane = model.goroutine(LifeId(g)).lane;
    const auto index = lane.covering(at, model.edge());
    if (!index) continue;
    ++state.alive;
    const analysis::Span span = lane.at(*index, model.edge());
    switch (span.state) {
      case SpanState::Runnable:
        ready.push_back(g);
        ++state.runnable;
        break;
      case SpanState::Executing:
      case SpanState::OffCore: {
        auto& p = state.processors[span.detail.processor];
        p.running = LifeId(g);
        p.runningSince = span.start;
        p.offCore = span.state == SpanState::OffCore;
        p.idle = false;
        p.m = span.detail.thread;
        if (!p.offCore) p.core = static_cast<std::uint32_t>(std::max(state.executing, 0));
        state.executing = std::max(state.executing, 0) + (p.offCore ? 0 : 1);
        ++state.running;
        break;
      }
      case SpanState::Waiting:
        ++state.waiting;
        if (span.detail.reason == WaitReason::Sleep) {
          timers.waiters.push_back(LifeId(g));
        } else {
          auto room = std::find_if(state.rooms.begin(), state.rooms.end(),
                                   [&](const auto& r) { return r.reason == span.detail.reason; });
          if (room == state.rooms.end())
            room =
                state.rooms.insert(room, {static_cast<std::uint32_t>(span.detail.reason) + 1, span.detail.reason, {}});
          room->waiters.push_back(LifeId(g));
        }
        break;
      default:
        break;
    }
  }
  if (!timers.waiters.empty()) state.rooms.push_back(timers);
  std::size_t next = 0;
  for (std::uint32_t p = 0; p < state.processors.size(); ++p) {
    auto& processor = state.processors[p];
    const auto count = model.queueLength(p).at(at);
    for (std::uint32_t k = 0; k < count && next < ready.size(); ++k, ++next) {
      if (k == 0 && p % 2 == 0 && !processor.idle) {
        processor.runnext = LifeId(ready[next]);
      } else {
        processor.queue.push_back(LifeId(ready[next]));
      }
    }
    if (processor.idle) {
      state.idleP.push_back(p);
      state.idleM.push_back(MId(p));
    }
  }
  for (; next < ready.size(); ++next) state.global.push_back(LifeId(ready[next]));
  return state;
}

}  // namespace gmpscope::app
