#pragma once
// The raw trace of a session on disk, from which it can be saved at any time: the file that the user asked for, or
// an unnamed temporary one.
//
// Written by the reader thread; copyTo and error are for any thread.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "core/base/descriptor.h"
#include "core/base/result.h"
#include "core/kernel/switch_record.h"
#include "core/trace/reader/stored_overview.h"
#include "core/trace/reader/trace_file.h"

namespace gmpscope::app {

class Recording {
 public:
  // `file` empty: a temporary.
  static Result<Recording> create(const std::string& file);
  // An existing file, only to be copied.
  static Result<Recording> existing(const std::string& file);

  void meta(std::string_view json);
  void events(const trace::RawRun& run);
  // What came so far is complete up to here. Called as often as one likes, at least every few milliseconds: it is
  // written, with the events before it, after kWriteEvery at the latest. Whoever is killed loses no more than that.
  void frontier(std::uint64_t ticks);
  void kernel(std::span<const kernel::SwitchRecord> records, std::uint64_t watermark);
  // A trace of fewer events is itself there as soon as its first picture would be, which were much of its file.
  static constexpr std::size_t kOverviewFrom = std::size_t{1} << 19;
  // The first picture of what was recorded, for who opens the file; before the end.
  void overview(const trace::StoredOverview& overview);
  void end(std::string_view json);

  // Writes what was recorded so far to another file, whole or not at all. A recording that goes on gets an end that
  // says so; what its reader thread has gathered is written before.
  [[nodiscard]] Status copyTo(const std::string& file) const;
  // "" or why nothing is recorded any more.
  [[nodiscard]] std::string error() const;

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr auto kWriteEvery = std::chrono::milliseconds(50);

  Recording(Descriptor source, std::optional<trace::TraceFileWriter> writer)
      : source_(std::move(source)), writer_(std::move(writer)) {}
  void note(bool written);
  void writeFrontier();
  void waitUntilWritten() const;

  // Between the reader thread and others.
  struct Shared {
    std::mutex mutex;
    std::condition_variable written;
    bool goesOn = false;  // frontier() is still called
    bool wanted = false;  // what was gathered is to be written at once
    std::string failure;
  };

  Descriptor source_;  // the file, even if its name is taken away meanwhile
  std::optional<trace::TraceFileWriter> writer_;
  Clock::time_point written_{};
  std::optional<std::uint64_t> frontier_;  // that was told and isn't written yet
  std::unique_ptr<Shared> shared_ = std::make_unique<Shared>();
};

}  // namespace gmpscope::app
