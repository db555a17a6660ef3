#include "core/workload/run_preset.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include <gmp/gmp.hpp>

namespace gmpscope::workload {

namespace {

using Values = gmp::Chan<std::int64_t>;

// A sleep ends at most so much after stop is requested.
constexpr std::int64_t kLongestNap = 100'000'000;

// What all rounds share. Goroutines hold it (and the round, and the groups that they are counted in) by shared
// pointers: when one of them panics, its callers' frames go while others still run.
struct Run {
  const Preset preset;
  const std::vector<std::int64_t> parameters;  // as in preset.info.parameters
  const Compute compute;
  const StopFlag& stop;

  [[nodiscard]] std::int64_t value(const Quantity& quantity) const {
    return quantity.parameter < 0 ? quantity.fixed : parameters[static_cast<std::size_t>(quantity.parameter)];
  }
};

// The channels of one round.
struct Round {
  std::shared_ptr<const Run> run;
  std::vector<std::vector<Values>> channels;

  explicit Round(std::shared_ptr<const Run> r) : run(std::move(r)) {
    for (const ChannelSpec& spec : run->preset.channels) {
      auto& same = channels.emplace_back();
      const std::int64_t count = run->value(spec.count);
      for (std::int64_t i = 0; i < count; ++i) same.emplace_back(static_cast<std::size_t>(run->value(spec.capacity)));
    }
  }
};

// One goroutine at work.
class Worker {
 public:
  Worker(std::shared_ptr<const Round> round, std::size_t number) : round_(std::move(round)), number_(number) {}

  // A program ends when all that it has spawned has ended.
  void run(const Program& program) {
    carryOut(program);
    for (const auto& group : spawned_) {
      if (group) group->wait();
    }
  }

 private:
  void carryOut(const Program& program) {
    for (const Operation& operation : program) carryOut(operation);
  }

  void carryOut(const Operation& operation) {
    const Run& run = *round_->run;
    switch (operation.action) {
      case Action::Compute:
        run.compute.run(run.value(operation.amount), run.stop);
        break;
      case Action::Sleep:
        sleep(run.value(operation.amount));
        break;
      case Action::Yield:
        gmp::gosched();
        break;
      case Action::Send:
        channel(operation).send(static_cast<std::int64_t>(number_));
        break;
      case Action::Receive:
        (void)channel(operation).recv();
        break;
      case Action::Close:
        channel(operation).close();
        break;
      case Action::Each:
        while (channel(operation).recv()) carryOut(operation.body);
        break;
      case Action::Repeat:
        for (std::int64_t left = run.value(operation.amount); left > 0; --left) carryOut(operation.body);
        break;
      case Action::Spawn:
        spawn(operation.target, run.value(operation.amount));
        break;
      case Action::Wait:
        if (operation.target < spawned_.size() && spawned_[operation.target]) spawned_[operation.target]->wait();
        break;
    }
  }

  void sleep(std::int64_t nanos) const {
    while (nanos > 0 && !round_->run->stop.requested()) {
      const std::int64_t nap = std::min(nanos, kLongestNap);
      gmp::sleep_for(std::chrono::nanoseconds(nap));
      nanos -= nap;
    }
  }

  void spawn(std::size_t target, std::int64_t count) {
    const Group& group = round_->run->preset.groups[target];
    if (spawned_.size() <= target) spawned_.resize(target + 1);
    auto& counter = spawned_[target];
    if (!counter) counter = std::make_shared<gmp::WaitGroup>();
    for (std::int64_t i = 0; i < count; ++i) {
      counter->add(1);
      gmp::go_named(group.name, [round = round_, counter, &group, number = static_cast<std::size_t>(i)] {
        Worker(round, number).run(group.program);
        counter->done();
      });
    }
  }

  [[nodiscard]] const Values& channel(const Operation& operation) const {
    const std::vector<Values>& same = round_->channels[operation.target];
    return same[number_ % same.size()];
  }

  std::shared_ptr<const Round> round_;
  std::size_t number_;
  std::vector<std::shared_ptr<gmp::WaitGroup>> spawned_;  // by group, as far as needed
};

std::vector<std::int64_t> inOrder(const PresetInfo& info, const ParameterValues& values) {
  std::vector<std::int64_t> ordered;
  for (const Parameter& parameter : info.parameters) {
    const auto set = values.find(parameter.name);
    ordered.push_back(set == values.end() ? parameter.defaultValue : set->second);
  }
  return ordered;
}

}  // namespace

void runPreset(const Preset& preset, const ParameterValues& values, const Compute& compute, const StopFlag& stop) {
  const auto run = std::make_shared<const Run>(Run{preset, inOrder(preset.info, values), compute, stop});
  while (!stop.requested()) {
    Worker(std::make_shared<const Round>(run), 0).run(run->preset.round);
  }
}

}  // namespace gmpscope::workload
