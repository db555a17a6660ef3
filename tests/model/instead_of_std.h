// Included before all else in every source of the models' program, also in the sources of core that it compiles anew:
// they use modelled atomics and a modelled clock in place of the real ones. What uses std::atomic itself, and the real
// clock, comes first.

#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.h"
#include "tests/model/atomic.h"

namespace gmpscope::model {

// Each reading is later than all before, on whatever thread.
inline Atomic<std::uint64_t> clock;
inline std::uint64_t ticks() { return clock.fetch_add(2) + 2; }

}  // namespace gmpscope::model

namespace std {  // NOLINT(cert-dcl58-cpp): the only way to give core's sources, unchanged, another atomic
template <class T>
using modelled_atomic = gmpscope::model::Atomic<T>;
}  // namespace std

#define atomic modelled_atomic
#define ticksNow() ::gmpscope::model::ticks()
