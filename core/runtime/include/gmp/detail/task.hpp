#pragma once
// Not for users: how a callable of any type travels into a goroutine.

#include <cstddef>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gmp::detail {

// A goroutine's record holds callables up to this size; larger ones live on the heap.
inline constexpr std::size_t kInlineTask = 40;

struct TaskOps {
  void (*move)(void* to, void* from) noexcept;  // leaves nothing alive at `from`
  void (*run)(void* task);                      // calls it and ends its life, also when it leaves by an exception
  void (*drop)(void* task) noexcept;            // ends its life without a call
};

template <class F>
struct TaskOf {
  static void move(void* to, void* from) noexcept {
    F* source = static_cast<F*>(from);
    ::new (to) F(std::move(*source));
    source->~F();
  }
  static void run(void* task) {
    struct End {
      F* f;
      ~End() { f->~F(); }
    } end{static_cast<F*>(task)};
    (*end.f)();
  }
  static void drop(void* task) noexcept { static_cast<F*>(task)->~F(); }
  static constexpr TaskOps kOps{move, run, drop};
};

// Moves the callable at `task` into a new goroutine. An empty name is none.
void spawn(const TaskOps& ops, void* task, std::string_view name);

template <class F>
void spawnTask(F&& f, std::string_view name) {
  using Task = std::decay_t<F>;
  constexpr bool kFits = sizeof(Task) <= kInlineTask;
  constexpr bool kAligned = alignof(Task) <= alignof(void*);
  if constexpr (kFits && kAligned && std::is_nothrow_move_constructible_v<Task>) {
    alignas(Task) std::byte storage[sizeof(Task)];
    ::new (storage) Task(std::forward<F>(f));
    spawn(TaskOf<Task>::kOps, storage, name);
  } else {
    auto boxed = [task = std::make_unique<Task>(std::forward<F>(f))]() { (*task)(); };
    spawnTask(std::move(boxed), name);
  }
}

}  // namespace gmp::detail
