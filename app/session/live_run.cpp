#include "app/session/live_run.h"

#include <poll.h>
#include <unistd.h>

#include "app/session/worker_protocol.h"
#include "core/analysis/overview.h"
#include "core/base/clock.h"

namespace gmpscope::app {

namespace {

using namespace std::chrono_literals;

constexpr auto kPollEvery = 2ms;
constexpr auto kKernelEvery = 4ms;
constexpr auto kKillAfter = 2s;
// So much at one poll tells that more is waiting.
constexpr std::uint64_t kMuch = std::uint64_t{4} * trace::kChunkEvents;
constexpr std::size_t kErrorsKept = 16 * 1024;

void forward(const std::string& text) {
  // stderr is somebody else's: what it doesn't take is lost.
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

// The runtime reports a deadlock or a panic; a panic's own text may contain any word, but not at the head of a line.
bool saysDeadlock(const std::string& report) {
  constexpr std::string_view kHead = "fatal error: ";
  for (std::size_t at = report.find(kHead); at != std::string::npos; at = report.find(kHead, at + 1)) {
    const bool headOfLine = at == 0 || report[at - 1] == '\n';
    if (headOfLine && report.substr(at, report.find('\n', at) - at).ends_with("deadlock!")) return true;
  }
  return false;
}

}  // namespace

LiveRun::LiveRun(Parts parts, TraceFeed& feed, Recording& recording)
    : parts_(std::move(parts)),
      feed_(feed),
      recording_(recording),
      reader_(parts_.arena),
      meter_(parts_.worker, *parts_.watch, reader_, feed_.model().run()),
      pid_(parts_.worker.pid()),
      started_(Clock::now()),
      thread_([this] { run(); }) {}

LiveRun::~LiveRun() {
  abandoned_.store(true, std::memory_order_relaxed);
  thread_.join();
}

std::string LiveRun::warning() const {
  {
    const std::scoped_lock lock(warningMutex_);
    if (!warning_.empty()) return warning_;
  }
  return recording_.error();
}

void LiveRun::run() {
  parts_.worker.send(kWorkerGo);  // a worker that has died meanwhile is noticed below
  std::uint64_t taken = 0;
  while (true) {
    if (taken < kMuch) waitForNews();
    const auto now = Clock::now();
    const auto status = parts_.worker.status();
    if (status) break;
    sendControls();
    keepDeadlines(now);
    takeErrors();
    taken = takeEvents();
    if (now - kernelTaken_ >= kKernelEvery) {
      takeKernel();
      kernelTaken_ = now;
    }
    if (meter_.due(now)) tell(meter_.sample());
  }
  drainAfterEnd();
  over_.store(true, std::memory_order_release);
  over_.notify_all();
}

void LiveRun::waitForNews() const {
  pollfd ended{.fd = parts_.worker.pidFd(), .events = POLLIN, .revents = 0};
  ::poll(&ended, 1, static_cast<int>(std::chrono::milliseconds(kPollEvery).count()));
}

std::uint64_t LiveRun::takeEvents() {
  const std::uint64_t waited = feed_.linearizer().waiting();
  std::uint64_t taken = 0;
  const std::uint64_t frontier = reader_.poll([&](const trace::RawRun& run) {
    recording_.events(run);
    if (parts_.shown) feed_.events(run);
    taken += run.events.size();
  });
  if (recording_.frontier(frontier)) recording_.saidAnewIn(parts_.arena.beginEpoch());
  if (parts_.shown) feed_.frontier(frontier);
  sinceCheckpoint_ += taken;
  if (parts_.shown && recording_.wantsCheckpoints() && sinceCheckpoint_ >= checkpointAt_) makeCheckpoint(frontier);
  meter_.ordered(frontier, waited + taken);
  return taken;
}

// What they take together stays a small part of the file, however many goroutines there are.
void LiveRun::makeCheckpoint(std::uint64_t frontier) {
  constexpr std::uint64_t kBytesEach = 1;  // of an event
  const std::size_t bytes = recording_.checkpoint(feed_.checkpoint(), frontier);
  sinceCheckpoint_ = 0;
  checkpointAt_ = std::max<std::uint64_t>(parts_.checkpointEvery, bytes / kBytesEach);
}

void LiveRun::tell(const trace::TracerSample& sample) {
  recording_.tracer(sample);
  if (parts_.shown) feed_.tracer(sample);
}

void LiveRun::takeErrors() {
  const std::string text = parts_.worker.readErrors();
  if (text.empty()) return;
  if (parts_.forwardErrors) forward(text);
  errors_.append(text, 0, kErrorsKept - std::min(kErrorsKept, errors_.size()));
}

void LiveRun::takeKernel() {
  records_.clear();
  const std::uint64_t watermark = parts_.watch->drain(records_);
  if (!records_.empty()) recording_.kernel(records_, watermark);
  if (parts_.shown) feed_.kernel(records_, watermark);
}

void LiveRun::control(const WorkerControl& request) {
  const std::scoped_lock lock(controlsMutex_);
  controls_.push_back(request);
}

void LiveRun::sendControls() {
  std::vector<WorkerControl> requests;
  {
    const std::scoped_lock lock(controlsMutex_);
    requests.swap(controls_);
  }
  for (const WorkerControl& request : requests) parts_.worker.send(request);
}

void LiveRun::keepDeadlines(Clock::time_point now) {
  if (abandoned_.load(std::memory_order_relaxed)) {
    killed_ = true;
    parts_.worker.kill();
    return;
  }
  timeIsOver_ = parts_.seconds > 0 && now - started_ >= std::chrono::duration<double>(parts_.seconds);
  if (!stopSent_ && (timeIsOver_ || stopAsked_.load(std::memory_order_relaxed))) {
    stopSent_ = true;
    parts_.worker.send(kWorkerStop);
    killAt_ = now + kKillAfter;
  }
  if (now >= killAt_) {
    killed_ = true;
    parts_.worker.kill();
  }
}

void LiveRun::drainAfterEnd() {
  // The dead write nothing: a whole arena's worth is all that there can be, whatever a damaged one promises.
  const std::uint64_t most = std::uint64_t{parts_.arena.chunkCount()} * trace::kChunkEvents;
  for (std::uint64_t sum = 0, taken = 1; taken > 0 && sum <= most; sum += taken) taken = takeEvents();
  takeErrors();
  takeKernel();

  RunEnding ending{.end = classify(*parts_.worker.status()), .odd = reader_.oddMs(), .dropped = reader_.dropped()};
  ending.end.clockErrorNs = parts_.watch->clockErrorNs();
  tell(meter_.sample());
  if (parts_.shown)
    feed_.finish(ending);
  else
    feed_.cut(ending.end);
  // Of what is folded the picture wouldn't be exact.
  const analysis::TraceModel& model = feed_.model();
  if (model.foldedBefore() == 0 && model.events().size() >= Recording::kOverviewFrom) {
    if (const auto overview = analysis::overviewOf(model)) recording_.overview(*overview);
  }
  recording_.end(toJson(ending));
  if (!parts_.saveTo.empty()) {
    if (const auto saved = recording_.copyTo(parts_.saveTo); !saved) warn(saved.error().text());
  }
  if (!reader_.complaint().empty()) warn(reader_.complaint());
}

void LiveRun::warn(const std::string& text) {
  const std::scoped_lock lock(warningMutex_);
  warning_ = text;
}

analysis::RunEnd LiveRun::classify(const WorkerStatus& status) const {
  using analysis::EndReason;
  analysis::RunEnd end{.reason = EndReason::Finished, .code = status.code, .text = errors_};
  if (killed_) {
    end.reason = EndReason::Stopped;
  } else if (status.signalled) {
    end.reason = EndReason::Signal;
  } else if (status.code == kWorkerDone) {
    end.reason = stopAsked_.load(std::memory_order_relaxed) ? EndReason::Stopped : EndReason::Finished;
  } else if (status.code == kWorkerFailed) {
    end.reason = saysDeadlock(errors_) ? EndReason::Deadlock : EndReason::Panic;
  } else {
    end.reason = EndReason::ExitCode;
  }
  return end;
}

}  // namespace gmpscope::app
