#pragma once
// What the kernel's log adds up to in a range, see statistics.h.

#include "core/analysis/statistics.h"

namespace gmpscope::analysis {

// Fills kernelThreads, the switches of Ms, cores and in all, and with the source Sampled how long Ms were runnable.
// Cores and threads have their entries already.
void countKernel(const TraceModel& model, const MeasuredRange& range, Statistics& statistics);

}  // namespace gmpscope::analysis
