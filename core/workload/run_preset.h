#pragma once
// Carries out a preset's programs as goroutines. The language has no more than the table in operations.h; what each
// word means stands in resources/presets/README.md.

#include "core/workload/compute.h"
#include "core/workload/program.h"
#include "core/workload/stop_flag.h"

namespace gmpscope::workload {

// Inside a goroutine (main, in the worker). Rounds until stop is requested; the round under way is then carried to its
// end without computing or sleeping, so that no goroutine waits for one that has left. At its return all goroutines
// that it started have done their work.
// What a program does wrong (a deadlock, a send on a closed channel) is left to the runtime to report.
void runPreset(const Preset& preset, const ParameterValues& values, const Compute& compute, const StopFlag& stop);

}  // namespace gmpscope::workload
