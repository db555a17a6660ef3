#pragma once
// The raw trace of a session on disk, from which it can be saved at any time: the file that the user asked for, an
// unnamed temporary one, or, as a flight recorder, several temporary ones of which the oldest are given up.
//
// Written by the reader thread; copyTo and error are for any thread.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/session/cut_off.h"
#include "core/base/descriptor.h"
#include "core/base/result.h"
#include "core/kernel/switch_record.h"
#include "core/trace/reader/checkpoint.h"
#include "core/trace/reader/stored_overview.h"
#include "core/trace/reader/trace_file.h"

namespace gmpscope::app {

class Recording {
 public:
  using Clock = std::chrono::steady_clock;

  // `file` empty: a temporary.
  static Result<Recording> create(const std::string& file);
  // Of what comes the last `keep` are kept, and at most an eighth more, in temporary files.
  static Result<Recording> keeping(Clock::duration keep);
  // An existing file, only to be copied.
  static Result<Recording> existing(const std::string& file);

  void meta(std::string_view json);
  void events(const trace::RawRun& run);
  // What came so far is complete up to here. Called as often as one likes, at least every few milliseconds: it is
  // written, with the events before it, after kWriteEvery at the latest. Whoever is killed loses no more than that.
  // True if what follows may come to be the beginning of what is kept: all should be said anew, in an epoch of which
  // saidAnewIn tells.
  bool frontier(std::uint64_t ticks);
  void saidAnewIn(std::uint32_t epoch);
  // What was known when that frontier, the last one, was told. A flight recorder's files begin by themselves.
  // Returns how many bytes of the file it takes.
  std::size_t checkpoint(const trace::Checkpoint& checkpoint, std::uint64_t frontier);
  [[nodiscard]] bool wantsCheckpoints() const { return keep_ == Clock::duration::zero(); }
  void kernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark);
  // A trace of fewer events is itself there as soon as its first picture would be, which were much of its file.
  static constexpr std::size_t kOverviewFrom = std::size_t{1} << 19;
  // The first picture of what was recorded, for who opens the file; before the end.
  void overview(const trace::StoredOverview& overview);
  void tracer(const trace::TracerSample& sample);
  void end(std::string_view json);

  // Writes what was recorded so far, or what of it is kept, to another file, whole or not at all. A recording that goes
  // on gets an end that says so; what its reader thread has gathered is written before.
  [[nodiscard]] Status copyTo(const std::string& file) const;
  // "" or why nothing is recorded any more.
  [[nodiscard]] std::string error() const;

 private:
  static constexpr auto kWriteEvery = std::chrono::milliseconds(50);

  // A file of its own, with the description of the run. Others read what the reader thread has written of it.
  struct Part {
    Descriptor source;  // the file, even if its name is taken away meanwhile
    std::optional<trace::TraceFileWriter> writer;
    Clock::time_point begun{};
    std::uint32_t epoch = 0;  // in which all is said anew; events of the one before may stand here too
    CutOff told;              // of what it holds; the reader thread's, if there is something to be given up
  };

  // Between the reader thread and others.
  struct Shared {
    std::mutex mutex;
    std::condition_variable written;
    bool goesOn = false;  // frontier() is still called
    bool wanted = false;  // what was gathered is to be written at once
    std::string failure;
    std::deque<std::shared_ptr<const Part>> parts;  // the last one is being written
    CutOff cut;                                     // of those before
  };

  explicit Recording(std::shared_ptr<Part> part);
  static Result<std::shared_ptr<Part>> temporaryPart();
  void note(bool written);
  void writeFrontier();
  bool beginPart(Clock::time_point now);
  void waitUntilWritten() const;

  std::shared_ptr<Part> part_;
  Clock::duration keep_{};  // zero: all
  std::string meta_;
  Clock::time_point written_{};
  std::optional<std::uint64_t> frontier_;  // that was told and isn't written yet
  std::unique_ptr<Shared> shared_ = std::make_unique<Shared>();
};

}  // namespace gmpscope::app
