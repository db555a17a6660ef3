#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "app/cli/command.h"
#include "app/cli/control_run.h"
#include "app/cli/control_script.h"
#include "app/cli/nearest.h"
#include "app/cli/progress.h"
#include "app/cli/values.h"
#include "app/session/run_ending.h"
#include "core/base/message.h"
#include "core/trace/writer/event.h"
#include "core/workload/preset_library.h"

namespace gmpscope::app {

namespace {

using analysis::EndReason;
using namespace std::chrono_literals;

volatile std::sig_atomic_t interrupted = 0;
volatile std::sig_atomic_t saveWanted = 0;

// The first signal ends the run in order, with its trace; a second one ends this program.
class EndOnSignal {
 public:
  EndOnSignal() {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
  }
};

// Of a flight recorder: what is kept now is saved.
class SaveOnSignal {
 public:
  explicit SaveOnSignal(const RunRequest& request) {
    struct sigaction action {};
    action.sa_handler = [](int) { saveWanted = 1; };
    if (request.keep > 0) ::sigaction(SIGUSR1, &action, nullptr);
  }
};

Result<int> parseProcs(std::string_view option, std::string_view text) {
  const auto count = parseWhole(option, text, 1, trace::Event::kNoP - 1);
  if (!count) return count.error();
  return static_cast<int>(count.value());
}

Result<RunRequest> requestFrom(const Options& options) {
  RunRequest request;
  const auto preset = onlyOperand(options, "PRESET");
  if (!preset) return preset.error();
  request.preset = preset.value();
  request.settings = options.all("--set");
  constexpr std::string_view kProcs = "gomaxprocs=";
  for (const std::string& knob : options.all("--knob")) {
    if (!knob.starts_with(kProcs)) {
      request.knobs.push_back(knob);
      continue;
    }
    const auto count = parseProcs("--knob gomaxprocs", std::string_view(knob).substr(kProcs.size()));
    if (!count) return count.error();
    request.gomaxprocs = count.value();
  }
  request.out = options.value("--out");
  if (options.has("--out") && request.out.empty()) return wrongValue("--out", "", "the name of a file");
  if (options.has("--gomaxprocs")) {
    const auto count = parseProcs("--gomaxprocs", options.value("--gomaxprocs"));
    if (!count) return count.error();
    request.gomaxprocs = count.value();
  }
  if (options.has("--seconds")) {
    const auto seconds = parseSeconds("--seconds", options.value("--seconds"));
    if (!seconds) return seconds.error();
    request.seconds = seconds.value();
  }
  if (options.has("--keep")) {
    const auto keep = parseSeconds("--keep", options.value("--keep"));
    if (!keep) return keep.error();
    request.keep = keep.value();
  }
  if (options.has("--window") && options.has("--headless")) {
    return Error{"--window", "", "expected either --window or --headless, not both"};
  }
  request.workerFault = options.value("--fault");
  return request;
}

bool environmentHas(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool workloadFailed(const analysis::RunEnd& end) {
  switch (end.reason) {
    case EndReason::Finished:
      return false;
    case EndReason::Stopped:
      return end.code != 0;  // it had to be killed
    default:
      return true;
  }
}

void showProgress(Progress& progress, const Session& session, double elapsed) {
  if (session.model().events().empty()) {
    progress.show(session.plannedSeconds() > 0 ? elapsed / session.plannedSeconds() : 0,
                  fmt::format("{:.1f} s", elapsed));
    return;
  }
  const double seconds = static_cast<double>(session.model().edge()) * 1e-9;
  const auto counters = session.model().counters();
  progress.show(session.plannedSeconds() > 0 ? seconds / session.plannedSeconds() : 0,
                fmt::format("{:.1f} s, {} events, {} dropped", seconds, counters.events, counters.dropped));
}

void printSummary(const Session& session, const RunRequest& request, double elapsed) {
  const auto& model = session.model();
  if (!request.shown) {
    fmt::print("{}: {} after {:.3f} s: the last {:.3f} s are kept, trace in {}\n", model.run().preset,
               sentence(model.end()), elapsed, std::min(request.keep, elapsed), request.out);
    return;
  }
  const auto counters = model.counters();
  fmt::print("{}: {} after {:.3f} s: {} events, {} goroutines, {} steals, {} dropped{}\n", model.run().preset,
             sentence(model.end()), static_cast<double>(model.edge()) * 1e-9, counters.events, counters.created,
             counters.stealsGot, counters.dropped,
             request.out.empty() ? "" : fmt::format(", trace in {}", request.out));
}

// The known preset that was probably meant.
std::string presetSuggestion(const std::string& given) {
  std::vector<std::string> ids;
  if (const auto library = workload::loadLibrary()) {
    for (const workload::Preset& preset : library.value()) ids.push_back(preset.info.id);
  }
  return suggestion(given, ids);
}

// What is to be done to the run while it goes on.
struct Controls {
  std::vector<ControlCommand> script;
  bool listens = false;  // to stdin
};

Result<Controls> controlsFrom(const Options& options) {
  Controls controls;
  if (!options.has("--control")) return controls;
  if (options.has("--window")) return Error{"--control", "", "expected without --window"};
  const std::string file = options.value("--control");
  controls.listens = file == "-";
  if (controls.listens) return controls;
  auto script = readControlScript(file);
  if (!script) return script.error();
  controls.script = std::move(script).value();
  return controls;
}

int runHeadless(RunRequest request, const Controls& controls) {
  if (request.keep > 0 && request.out.empty())
    return wrongInput(kRunCommand, {"--keep", "", "expected with --out, where what is kept is saved"});
  request.forwardErrors = true;
  const bool controlled = controls.listens || !controls.script.empty();
  request.shown = request.keep == 0 || controlled;  // who steps until something happens looks at all
  const EndOnSignal ending;
  const SaveOnSignal saving(request);
  auto started = Session::run(request);
  if (!started) {
    Error error = started.error();
    if (error.file == request.preset) error.expected += presetSuggestion(request.preset);
    return wrongInput(kRunCommand, error);
  }
  Session& session = *started.value();
  if (session.model().run().kernelSource != kernel::Source::Perf) {
    message("kernel records: {}: {}", kernel::sourceWord(session.model().run().kernelSource),
            session.model().run().kernelHint);
  }
  const auto begun = std::chrono::steady_clock::now();
  const auto elapsed = [begun] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  {
    Progress progress;
    ControlRun control(session, controls.script, controls.listens);
    for (bool stopped = false; session.live(); std::this_thread::sleep_for(controlled ? 1ms : 5ms)) {
      if (!stopped) control.advance();
      showProgress(progress, session, elapsed());
      if (saveWanted != 0) {
        saveWanted = 0;
        const auto saved = session.save(request.out);
        message("{}", saved.ok() ? "saved to " + request.out : saved.error().text());
      }
      if (interrupted != 0 && !stopped) {
        session.stop();
        stopped = true;
      }
    }
  }
  printSummary(session, request, elapsed());
  if (const std::string warning = session.warning(); !warning.empty()) {
    message("{}", warning);
    return kWrongInput;
  }
  const analysis::RunEnd end = session.model().end();
  if (!workloadFailed(end)) return kDone;
  message("{}: {}", request.preset, sentence(end));
  return kFailed;
}

int execute(const Options& options, const Surroundings& surroundings) {
  const auto request = requestFrom(options);
  if (!request) return wrongInput(kRunCommand, request.error());
  const bool display = environmentHas("DISPLAY") || environmentHas("WAYLAND_DISPLAY");
  const auto controls = controlsFrom(options);
  if (!controls) return wrongInput(kRunCommand, controls.error());
  const bool headless = options.has("--headless") || options.has("--control");
  const bool window = options.has("--window") || (!headless && display && surroundings.openWindow);
  if (!window) return runHeadless(request.value(), controls.value());
  if (!surroundings.openWindow)
    return wrongInput(kRunCommand, {"--window", "", "expected a program built with the window"});
  return surroundings.openWindow({.trace = {}, .run = request.value()});
}

}  // namespace

const Command kRunCommand{
    .name = "run",
    .operands = "PRESET|FILE.json",
    .summary = "Run a workload and watch it",
    .details =
        "Without --window or --headless: the window if there is a display. A run without the window prints one\n"
        "line when it ends. Exit code 1 if the workload itself failed; its trace is written all the "
        "same.\n\nWith --keep the trace file is written when the run ends, however it does, and whenever gmpscope "
        "gets\n"
        "the signal USR1, whole or not at all: its beginning is a gap, and what is kept the end of the "
        "run.\n\n" GMPSCOPE_CONTROL_WORDS,
    .options = {{"--set", "NAME=VALUE", "a parameter of the preset (gmpscope presets lists them); may be repeated",
                 true},
                {"--gomaxprocs", "N", "how many Ps; the preset's own number otherwise, or one per core"},
                {"--knob", "NAME=VALUE", "a setting of the runtime, a field of gmp::Options; may be repeated", true},
                {"--control", "FILE", "control the run as the script says, without the window; - reads what you type"},
                {"--seconds", "S", "end the run after so long; the preset's own length otherwise"},
                {"--out", "TRACE", "write the trace to this file; it can be read at every moment"},
                {"--keep", "S", "a flight recorder: only the last S seconds (or a time with its unit) are kept"},
                {"--window", "", "watch in the window"},
                {"--headless", "", "without the window"},
                {"--fault", "FAULT", "for tests: deadlock, panic, abort, segv, hang"}},
    .execute = execute,
};

}  // namespace gmpscope::app
