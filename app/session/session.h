#pragma once
// One trace being watched: a live worker, or a file. Owns worker process, reader thread and model.
// Plain C++ (no Qt), used by the window and by the command line alike. It survives whatever the worker does.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/control_watch.h"
#include "core/analysis/model.h"
#include "core/base/result.h"
#include "core/trace/writer/knob_table.h"

namespace gmpscope::app {

struct ReadTrace;
struct WorkerControl;

struct RunRequest {
  std::string preset{};                 // id in the library or a file
  std::vector<std::string> settings{};  // NAME=VALUE, as on the command line
  std::vector<std::string> knobs{};     // NAME=VALUE, of the runtime
  int gomaxprocs = 0;                   // 0: the preset's or the machine's
  double seconds = 0;                   // 0: the preset's
  std::string out{};                    // trace file; empty: none
  // If it isn't 0, a flight recorder: so many seconds are kept in temporary files, and saved to `out` at the end.
  double keep = 0;
  // Of a run that goes on for long the details of the older half of the time are folded when they take more than this;
  // 0: a quarter of the machine's memory.
  std::size_t detailBytes = 0;
  bool shown = true;  // false: the model tells of the run's end alone, and takes no memory
  std::size_t arenaBytes = 64U << 20;
  // So that a part of the file can be read by itself; a million events are read in some tenths of a second.
  std::uint64_t checkpointEvery = std::uint64_t{1} << 20;  // events
  std::string workerFault{};                               // tests: passed to the worker
  bool forwardErrors = false;                              // the worker's stderr goes to ours as well
};

class Session {
 public:
  // Starts the worker and the reader thread; returns within some 20 ms. The calling thread must outlive the run: a
  // worker ends with the thread that started it.
  static Result<std::unique_ptr<Session>> run(const RunRequest& request);
  // Reads a whole trace file. A damaged tail is not an error: see warning().
  static Result<std::unique_ptr<Session>> open(const std::string& file);
  // The same, but the model needn't tell more than what is in [from, to): see readPart.
  static Result<std::unique_ptr<Session>> openPart(const std::string& file, Nanos from, Nanos to);
  ~Session();  // ends a live worker, joins the reader
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const analysis::TraceModel& model() const;
  [[nodiscard]] bool live() const;              // the worker has not ended, or its arena isn't drained yet
  [[nodiscard]] int workerPid() const;          // 0 for a file
  [[nodiscard]] double plannedSeconds() const;  // length of the run, the preset's or as requested; 0 for a file
  [[nodiscard]] std::string warning() const;    // "" or one line: damaged tail, output no longer writable …
  void stop();                                  // asks the worker to end; kills it if it doesn't within 2 s
  void wait();                                  // until !live()

  // Control of a live run, carried out in this order; of anything else nothing happens. What becomes of it, the trace
  // tells.
  void pause();
  void resume();
  void step(std::uint32_t times,
            std::optional<std::uint32_t> p = std::nullopt);  // p: its M; else who has waited longest
  void slow(Nanos interval);                                 // a step each so often
  void setProcs(std::uint32_t count);
  void setKnob(trace::Knob knob, std::uint64_t value);  // one that may change while the run goes on
  [[nodiscard]] ControlWatch& controlWatch();
  // Writes all that was read so far as a trace file.
  Status save(const std::string& file) const;

 private:
  struct Parts;
  explicit Session(std::unique_ptr<Parts> parts);
  static Result<std::unique_ptr<Session>> show(const std::string& file, ReadTrace read);
  void control(const WorkerControl& request);
  std::unique_ptr<Parts> parts_;
};

}  // namespace gmpscope::app
