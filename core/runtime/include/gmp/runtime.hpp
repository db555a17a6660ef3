#pragma once
// A GMP runtime: goroutines (G) are put on OS threads (M) by processors (P), after Go's scheduler.
//
// `run` starts one and returns when its main goroutine has returned. Everything else here is called from inside a
// goroutine; a call from elsewhere is an error (std::logic_error) where it would have to wait, and has no effect or
// gives 0 where it asks.
//
// What may be shared between goroutines follows the rules for threads: they run in parallel on up to gomaxprocs
// cores. A goroutine may go on on another thread after any call of this library, and wherever it is preempted (see
// NoPreempt), so it must not keep the address of a thread_local variable or hold a std::mutex across one. errno is kept
// per goroutine across every call.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <gmp/detail/task.hpp>

namespace gmp {

// How much a thief takes of the queue of another P.
enum class Steal : std::uint8_t { off, one, half };
// Where threads may run.
enum class Affinity : std::uint8_t { none, pin };

// What a run is set to; the defaults are Go's. Each value is recorded in the run's trace, as it is in effect: what is
// out of its range counts as the nearest that is in it.
struct Options {
  // How many Ps; at most so many goroutines run at an instant. 0: the CPUs that this process may use, by its affinity
  // mask, but no more than its cgroups' quota of time, rounded up (and that not below two).
  int gomaxprocs = 0;
  // Bytes of address space for a goroutine's stack, rounded up to pages, with a guard below; memory is taken as it
  // is touched. 16 KiB to 1 GiB.
  std::size_t stack_size = 256 * 1024;
  // Whether a goroutine that runs for longer than its slice is taken off its thread by a signal (SIGURG), wherever it
  // is. False: it goes on until its next call of this library, as in Go before 1.14. See NoPreempt.
  bool async_preemption = true;
  // How long a goroutine may run while others wait. 1 ns to 1 h.
  std::chrono::nanoseconds slice = std::chrono::milliseconds(10);
  // How many threads the run may have. One more, as when very many goroutines are in blocking calls, ends the process
  // after a report on stderr. 1 to 10,000.
  int max_threads = 10'000;

  // The rest is there to show what each rule of the scheduler is for.

  // Whether a P without work takes goroutines from another, and how many: half of its queue, rounded up, or one. Off:
  // what stands in a P's queue waits for that P (only what its timers make ready may still move).
  Steal steal = Steal::half;
  // Whether who was created or woken last runs next, in the time slice of whom it follows. False: it goes to the end
  // of the queue.
  bool runnext = true;
  // At each so manieth start a P asks the global queue first, so that nobody starves there. 0 to 2^20; 0: never.
  int global_check_interval = 61;
  // Goroutines in a P's queue; of a full one half goes to the global queue. 2 to 256, an odd number is rounded down.
  int queue_size = 256;
  // Whether a thread without work goes on looking for a while, and new work then wakes no further thread. False: it
  // looks once and sleeps, and whatever is new wakes a thread as long as a P is idle.
  bool spinning = true;
  // The shortest pause between two looks of sysmon, the thread that preempts and takes Ps from long system calls. It
  // grows to 10 ms, or to this if it is longer, while there is nothing to do. 1 µs to 1 h.
  std::chrono::nanoseconds sysmon_period = std::chrono::microseconds(20);
  // pin: each P has a core of those that the process may use, in turn, and the thread that holds the P runs there. A
  // thread that is made by the program then inherits that core.
  Affinity affinity = Affinity::none;
  // Not 0: each thread pauses or yields at random at critical moments, between a change and its event too, new and
  // woken goroutines often take another way than Go's, and goroutines move between threads more than they must. For
  // tests: the same seed gives the same decisions, as far as the threads make the same steps.
  std::uint32_t perturbation_seed = 0;
};

// Runs `main_fn` as goroutine 1. Returns 0 when it has returned (goroutines that are left never run again), or 2 after
// a report on stderr: a panic (an exception left a goroutine) or a deadlock (no goroutine can ever run again and none
// sleeps). Two threads may each run a runtime at once; from inside a goroutine it throws std::logic_error.
// The calling thread serves as the first M. Goroutines that still run when main returns are stopped where they are,
// without running destructors, whatever async_preemption says; one that can't be stopped within a second (it stays in
// foreign code or in a NoPreempt scope) ends the process, after a report on stderr.
// The process ends with status 2 and a report on stderr where a goroutine runs off its stack, and on SIGQUIT, which
// shows all goroutines (unless the program handles or ignores that signal itself). Meanwhile SIGSEGV and SIGURG are
// handled too; what isn't meant for the runtime goes on to the handlers that were there, and at the end these, and the
// calling thread's signal mask and alternate stack, are as they were.
int run(Options options, std::function<void()> main_fn);
int run(std::function<void()> main_fn);

// Starts a goroutine. Function and arguments are decay-copied and may be move-only.
template <class F, class... A>
void go(F&& f, A&&... args) {
  if constexpr (sizeof...(A) == 0) {
    detail::spawnTask(std::forward<F>(f), {});
  } else {
    detail::spawnTask([f = std::decay_t<F>(std::forward<F>(f)),
                       args = std::tuple<std::decay_t<A>...>(
                           std::forward<A>(args)...)]() mutable { std::apply(std::move(f), std::move(args)); },
                      {});
  }
}

// The same, with a name that reports and traces show. At most 255 bytes of it are kept.
template <class F>
void go_named(std::string_view name, F&& f) {
  detail::spawnTask(std::forward<F>(f), name);
}

// Lets others run: the goroutine goes to the end of the global queue.
void gosched();

// Ends the goroutine, running the destructors on its stack. Passes through catch (...) that rethrows; a catch (...)
// that doesn't, or a noexcept frame on the way, ends the process.
[[noreturn]] void goexit();

namespace detail {
class BlockingCall {
 public:
  BlockingCall();
  ~BlockingCall();
  BlockingCall(const BlockingCall&) = delete;
  BlockingCall& operator=(const BlockingCall&) = delete;
};
}  // namespace detail

// Runs `f`, which may block in the kernel, without keeping others from running: the goroutine keeps its thread, and if
// the call takes long (20 µs or more, as sysmon sees it) its P goes to another thread. Returns what `f` returns, errno
// as `f` left it, and lets its exceptions through. `f` runs with the goroutine's stack and is not preempted; it must
// not call this library (std::logic_error, or as from outside any goroutine). The kernel may end a call early with
// EINTR: the preemption signal has SA_RESTART, which nanosleep, poll and epoll_wait don't heed. If the run is over
// before `f` returns, nobody waits: its thread and stacks stay until then, and nothing after the call is executed. What
// `f` uses must live so long. Calls don't run on the thread that called gmp::run, but for those of a goroutine that is
// locked to it: for such a call the run's end does wait.
template <class F>
auto blocking(F&& f) {
  const detail::BlockingCall call;
  return std::forward<F>(f)();
}

// How many Ps there are, before the call; 0 outside any goroutine. n > 0 sets their number (at most 4094 count): the
// world is stopped for it, so that no other goroutine runs meanwhile, and one that can't be preempted holds it up.
int gomaxprocs(int n = 0);

// Locks the calling goroutine to the thread that it is on: until it has called unlock_os_thread as often, it runs on no
// other thread, and that thread runs no other goroutine. For what a thread owns: an OpenGL context, a namespace, a
// mask. A goroutine that ends locked takes its thread with it (but for the one that called gmp::run, which runs nothing
// more). Outside goroutines neither has an effect, nor has an unlock without a lock.
void lock_os_thread();
void unlock_os_thread();

// The goroutine's number: 1 for main, unique in a run, not dense. 0 outside any goroutine.
std::uint64_t goid();

// Goroutines that have started and not ended, main included.
int num_goroutine();

// No asynchronous preemption of this goroutine while it lives; scopes may nest. If it was asked for meanwhile, the
// goroutine yields at the end of the outermost.
//
// A goroutine can be preempted between any two instructions of the program's own code, and go on on another thread;
// never inside this library, libc, the C++ library or another shared library. Registers, floating-point state and
// exceptions in flight are kept. What must not be held across that point needs such a scope around it:
// - a std::mutex or any other lock that belongs to a thread or that other goroutines wait for without this library;
// - the initialisation of a function's static variable, or std::call_once, where others may wait for its end;
// - errno from a call until it is read, and the address of any other thread_local variable;
// - the belief to be on a certain thread or core (gettid, pthread_self, an OpenGL context, a per-thread arena).
// Outside goroutines it has no effect.
class NoPreempt {
 public:
  NoPreempt() noexcept;
  ~NoPreempt();
  NoPreempt(const NoPreempt&) = delete;
  NoPreempt& operator=(const NoPreempt&) = delete;
};

}  // namespace gmp
