// gmp-worker: one preset under the runtime, in a process of its own. See app/session/worker_protocol.h.

#include <sys/prctl.h>

#include <chrono>
#include <csignal>
#include <string_view>
#include <vector>

#include "app/session/worker_protocol.h"
#include "app/worker/arguments.h"
#include "app/worker/starter.h"
#include "core/base/message.h"
#include "core/runtime/traced_run.h"
#include "core/trace/writer/arena.h"
#include "core/workload/knobs.h"
#include "core/workload/preset_library.h"
#include "core/workload/run_preset.h"

using namespace gmpscope;

namespace {

int badUsage(const Error& error) {
  message(error.text());
  return app::kWorkerBadUsage;
}

}  // namespace

int main(int count, char** values) {
  // The socket tells as well, but not to a worker that is stopped or starved.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);

  const std::vector<std::string_view> words(values + 1, values + count);
  const auto arguments = app::parseWorkerArguments(words);
  if (!arguments.ok()) return badUsage(arguments.error());
  const app::WorkerArguments& wanted = arguments.value();
  const auto preset = workload::findPreset(wanted.preset);
  if (!preset.ok()) return badUsage(preset.error());
  const workload::PresetInfo& info = preset.value().info;
  const auto settings = workload::parseSettings(info, wanted.settings);
  if (!settings.ok()) return badUsage(settings.error());
  gmp::Options options{.gomaxprocs = wanted.gomaxprocs > 0 ? wanted.gomaxprocs : info.defaultGomaxprocs};
  if (const auto set = workload::setKnobs(options, wanted.knobs); !set.ok()) return badUsage(set.error());
  auto arena = trace::Arena::map(wanted.arenaFd);
  if (!arena.ok()) return badUsage(arena.error());

  const auto compute = workload::Compute::calibrate();
  gmp::rt::Control control;
  app::Starter starter(wanted.socketFd);
  if (!starter.waitForGo()) return app::kWorkerAbandoned;

  workload::StopFlag stop;
  const double seconds = wanted.seconds.value_or(static_cast<double>(info.defaultSeconds));
  starter.watch(stop, control, std::chrono::duration<double>(seconds));
  const auto body = [&] { workload::runPreset(preset.value(), settings.value(), compute, stop); };
  return gmp::rt::runTraced(
      options, &arena.value(), [&] { app::withFault(wanted.fault, stop, body); }, &control);
}
