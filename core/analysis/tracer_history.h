#pragma once
// What tracing cost while the run went on, and how well it kept up: as it was sampled, and as series to be drawn.
// Lag and share tell of the time since the sample before, so they are shown from that on.
//
// One writer (the model builder); any number of readers without locks.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/analysis/step_series.h"
#include "core/base/append_log.h"
#include "core/base/ids.h"
#include "core/trace/reader/tracer_sample.h"

namespace gmpscope::analysis {

class TracerHistory {
 public:
  // One unit of costShare().
  static constexpr std::uint32_t kShareUnits = 10'000;

  // Writer. A sample that goes back in time or counts down (it may come out of a file) is left out.
  void append(Nanos time, const trace::TracerSample& sample);
  void publish();

  // Readers. Series are 0 where nothing was sampled; values too great for them are shown as the greatest.
  [[nodiscard]] bool empty() const { return samples_.empty(); }
  [[nodiscard]] const StepSeries& lagNanos() const { return lagNanos_; }
  [[nodiscard]] const StepSeries& lagEvents() const { return lagEvents_; }
  [[nodiscard]] const StepSeries& dropped() const { return dropped_; }  // events so far, of all Ms
  [[nodiscard]] std::size_t threads() const { return byM_.size(); }
  [[nodiscard]] const StepSeries& dropped(std::size_t m) const { return *byM_[m]; }  // events so far
  // Of the CPU time of reader and worker the reader's part, in ten-thousandths.
  [[nodiscard]] const StepSeries& costShare() const { return costShare_; }

  // What the samples say of [from, to): between the last sample by each of both ends.
  struct Sums {
    std::uint64_t readerCpu = 0;  // ns
    std::optional<std::uint64_t> workerCpu;
    std::uint64_t dropped = 0;
    std::uint64_t worstLagNanos = 0, worstLagEvents = 0;
    // The reader's part of the CPU time of both; nothing if that isn't known.
    [[nodiscard]] std::optional<double> costShare() const;
  };
  // Nothing if no sample lies in the range.
  [[nodiscard]] std::optional<Sums> sums(Nanos from, Nanos to) const;

 private:
  struct Entry {
    Nanos time = 0;
    std::uint64_t readerCpu = 0, workerCpu = 0;
    std::uint64_t dropped = 0;
    std::uint64_t lagNanos = 0, lagEvents = 0;
  };
  static Sums between(const Entry& before, const Entry& after);

  AppendLog<Entry> samples_;
  StepSeries lagNanos_, lagEvents_, dropped_, costShare_;
  AppendLog<std::unique_ptr<StepSeries>> byM_;
};

}  // namespace gmpscope::analysis
