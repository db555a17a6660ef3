#include "core/kernel/thread_watch.h"

#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/clock.h"
#include "core/base/message.h"
#include "core/kernel/perf_switches.h"
#include "core/kernel/thread_sampler.h"

namespace gmpscope::kernel {

namespace {

// Watches nothing, and says so.
class NoWatch final : public ThreadWatch {
 public:
  explicit NoWatch(std::string hint) : hint_(std::move(hint)) {}
  [[nodiscard]] Source source() const override { return Source::None; }
  [[nodiscard]] std::string hint() const override { return hint_; }
  std::uint64_t drain(std::vector<SwitchRecord>&) override { return ticksNow(); }
  [[nodiscard]] double clockErrorNs() const override { return 0; }

 private:
  std::string hint_;
};

std::optional<Source> sourceFromEnvironment() {
  const char* value = std::getenv("GMPSCOPE_KERNEL_SOURCE");
  if (value == nullptr || *value == '\0') return std::nullopt;
  for (const Source source : {Source::None, Source::Perf, Source::Sampled}) {
    if (sourceWord(source) == value) return source;
  }
  message("GMPSCOPE_KERNEL_SOURCE: expected perf, sampled or none, got '{}'", value);
  return std::nullopt;
}

}  // namespace

std::unique_ptr<ThreadWatch> ThreadWatch::open(int pid, Source wanted) {
  wanted = sourceFromEnvironment().value_or(wanted);
  if (wanted == Source::None) return std::make_unique<NoWatch>("the kernel wasn't asked, as wished");

  std::string hint = "perf wasn't tried, as wished";
  if (wanted == Source::Perf) {
    auto perf = PerfSwitches::open(pid);
    if (perf.ok()) return std::move(perf).value();
    hint = perf.error().expected;
  }
  auto sampler = ThreadSampler::open(pid, hint);
  if (sampler.ok()) return std::move(sampler).value();
  return std::make_unique<NoWatch>(hint + "; " + sampler.error().text());
}

}  // namespace gmpscope::kernel
