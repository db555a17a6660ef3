#pragma once
// A trace model filled by hand: its lanes and series directly, without events.

#include <string_view>

#include "core/analysis/model_parts.h"

namespace gmpscope::analysis {

class ModelFiller {
 public:
  explicit ModelFiller(TraceModel& model) : parts_(*model.parts_) {}

  void setRun(const RunInfo& run) {
    parts_.run = run;
    for (std::size_t i = 0; i < run.coreIds.size(); ++i) parts_.cores.push_back(std::make_unique<SpanLane>());
  }
  Processor& addProcessor() { return added(parts_.processors); }
  Thread& addThread(std::uint32_t tid) {
    Thread& thread = added(parts_.threads);
    thread.tid = tid;
    return thread;
  }
  Goroutine& addGoroutine(std::uint64_t goid, std::string_view name) {
    Goroutine& goroutine = added(parts_.goroutines);
    goroutine.goid = goid;
    if (!name.empty()) goroutine.name = this->name(name);
    return goroutine;
  }
  SpanLane& core(std::size_t index) { return *parts_.cores[index]; }
  void addGap(Nanos from, Nanos to, std::uint64_t dropped) { parts_.gaps.push_back({from, to, dropped}); }

  // Makes everything visible up to `edge`.
  void publish(Nanos edge) {
    if (parts_.events.written() == 0) parts_.events.append({});  // the cause of all spans
    parts_.events.publish();
    for (auto& core : parts_.cores) core->publish();
    publishAll(parts_.processors, [](Processor& p) {
      p.lane.publish();
      p.length.publish();
    });
    publishAll(parts_.threads, [](Thread& thread) { thread.lane.publish(); });
    publishAll(parts_.goroutines, [](Goroutine& goroutine) { goroutine.lane.publish(); });
    parts_.edge.store(edge, std::memory_order_release);
  }

 private:
  template <class T>
  static T& added(AppendLog<std::unique_ptr<T>>& log) {
    return *log.append(std::make_unique<T>());
  }
  template <class T, class Publish>
  static void publishAll(AppendLog<std::unique_ptr<T>>& log, Publish publish) {
    for (std::size_t i = 0; i < log.written(); ++i) publish(*log.edit(i));
    log.publish();
  }
  // Strings arrive in parts of 16 bytes, as in a trace.
  std::uint32_t name(std::string_view text) {
    const std::uint32_t id = ++names_;
    const std::uint32_t index = parts_.names.indexOf(id);
    for (std::uint32_t part = 0; part * 16 < text.size(); ++part) {
      std::array<std::uint32_t, 4> bytes{};
      const std::string_view rest = text.substr(part * 16, 16);
      std::copy(rest.begin(), rest.end(), reinterpret_cast<char*>(bytes.data()));
      parts_.names.part(id, part, bytes);
    }
    return index;
  }

  ModelParts& parts_;
  std::uint32_t names_ = 0;
};

}  // namespace gmpscope::analysis
