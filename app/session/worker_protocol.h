#pragma once
// What gmp-worker and the program that starts it agree on: descriptors, bytes on the socket, exit codes.
//
//   gmp-worker --arena-fd N --socket-fd N --preset ID|FILE [--set NAME=VALUE]... [--knob NAME=VALUE]...
//              [--gomaxprocs N] [--seconds S] [--fault deadlock|panic|abort|segv|hang]
//
// The worker maps the arena and waits on the socket for kWorkerGo before it starts any thread, so that its starter can
// open the kernel's records first. kWorkerStop asks it to end its rounds; a run that comes to its end, by itself or
// so, returns from main. kWorkerControl is followed by a WorkerControl: what is asked of the run, carried out in the
// order in which it comes; a stop comes before all that isn't done yet. If the other end of the socket hangs up, or the
// thread that started the worker ends, so does the worker.
//
// The worker never writes to the socket. Reports (deadlock, panic) go to its stderr.

#include <cstdint>

namespace gmpscope::app {

// Where the starter puts what the worker inherits.
inline constexpr int kWorkerArenaFd = 3;
inline constexpr int kWorkerSocketFd = 4;
inline constexpr int kWorkerFirstFreeFd = 5;

inline constexpr char kWorkerGo = 'g';
inline constexpr char kWorkerStop = 's';
inline constexpr char kWorkerControl = 'c';

// What the bytes after kWorkerControl mean; see gmp::rt::ControlRequest.
enum class WorkerControlKind : std::uint32_t { Pause, Resume, Step, StepP, Slow, Procs, Knob };
struct WorkerControl {
  WorkerControlKind kind = WorkerControlKind::Pause;
  std::uint32_t which = 0;  // StepP: the P; Knob: which
  std::uint64_t value = 0;  // Step, StepP: how often; Slow: nanoseconds between steps; Procs: how many; Knob: its value
};

// Exit codes. 0 and 2 are gmp::run's: main returned; deadlock or panic.
inline constexpr int kWorkerDone = 0;
inline constexpr int kWorkerFailed = 2;
inline constexpr int kWorkerBadUsage = 64;   // arguments, preset or arena: one line on stderr says which
inline constexpr int kWorkerAbandoned = 65;  // the starter has gone and main didn't return in time

}  // namespace gmpscope::app
