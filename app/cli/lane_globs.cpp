#include "app/cli/lane_globs.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <memory>

namespace gmpscope::app {

namespace {

std::string laneName(const analysis::TraceModel& model, LaneKind kind, std::uint32_t index) {
  switch (kind) {
    case LaneKind::Core:
      return fmt::format("cpu{}", model.coreId(index));
    case LaneKind::Processor:
      return fmt::format("P{}", index);
    case LaneKind::Thread:
      return fmt::format("M{}", index);
    case LaneKind::Goroutine:
      return model.label(LifeId(index));
  }
  return {};
}

std::size_t laneCount(const analysis::TraceModel& model, LaneKind kind) {
  switch (kind) {
    case LaneKind::Core:
      return model.coreCount();
    case LaneKind::Processor:
      return model.processorCount();
    case LaneKind::Thread:
      return model.threadCount();
    case LaneKind::Goroutine:
      return model.goroutineCount();
  }
  return 0;
}

}  // namespace

std::vector<std::string> splitGlobs(std::string_view list) {
  std::vector<std::string> globs;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (comma > 0) globs.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return globs;
}

Status keepLanes(const analysis::TraceModel& model, const std::vector<std::string>& globs, ExportOptions& picture) {
  bool any = false;
  for (std::size_t k = 0; k < kLaneKinds; ++k) {
    const auto kind = static_cast<LaneKind>(k);
    auto matching = std::make_shared<std::vector<std::uint32_t>>();
    for (std::uint32_t index = 0; index < laneCount(model, kind); ++index) {
      const std::string name = laneName(model, kind, index);
      const auto matches = [&](const std::string& glob) {
        return ::fnmatch(glob.c_str(), name.c_str(), FNM_CASEFOLD) == 0;
      };
      if (std::any_of(globs.begin(), globs.end(), matches)) matching->push_back(index);
    }
    picture.groups[k] = matching->empty() ? GroupMode::Hidden : GroupMode::Open;
    any = any || !matching->empty();
    picture.lanes[k] = std::move(matching);
  }
  if (any) return Nothing{};
  return Error{"--lanes", fmt::format("'{}'", fmt::join(globs, ",")),
               "expected patterns of lanes of the trace, such as P*,M0,'G1 *'"};
}

}  // namespace gmpscope::app
