#include "tests/model/explorer.h"

#include <ucontext.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

namespace gmpscope::model {
namespace {

constexpr std::size_t kStackBytes = 64 * 1024;
constexpr std::uint64_t kMostStates = 20'000'000;
constexpr int kSteps = -1;  // the thread's next step; otherwise the buffered store that becomes visible

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  // After splitmix64's finalizer.
  std::uint64_t z = hash * 0x9e3779b97f4a7c15U + value + 0x632be59bd9b4e019U;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
  z = (z ^ z >> 27) * 0x94d049bb133111ebU;
  return z ^ z >> 31;
}

// Unwinds a thread that isn't gone on with.
struct Abandoned {};

struct Action {
  std::size_t thread = 0;
  int what = kSteps;
};

struct Store {
  void* at;
  std::size_t size;
  std::uint64_t value;
  bool release;
};

// Which threads (a bit each) have ever done what with a place.
struct Use {
  std::uint32_t writers = 0;
  std::uint32_t users = 0;
};

struct Thread {
  std::size_t number = 0;
  std::function<void()> body;
  std::unique_ptr<char[]> stack;
  ucontext_t context{};
  bool finished = false;
  const void* loads = nullptr;    // what its next step does; null: its next step waits for its buffer
  std::function<bool()> enabled;  // and for this
  std::vector<Store> buffer;      // oldest first
  std::uint64_t history = 0;
};

class Search final : public Explorer {
 public:
  Search(const std::function<World()>& begin, const Defects& defects) : begin_(begin), defects_(defects) {}

  Verdict search();

  void load(const void* at) override {
    running_->loads = at;
    touch(at, false);
    suspend();
  }
  void step(const std::function<bool()>& enabled) override {
    running_->loads = nullptr;
    running_->enabled = enabled;
    suspend();
    running_->enabled = nullptr;
  }
  std::uint64_t seen(const void* at, std::uint64_t inMemory) override {
    const auto& buffer = running_->buffer;
    const auto own = std::find_if(buffer.rbegin(), buffer.rend(), [at](const Store& store) { return store.at == at; });
    return own != buffer.rend() ? own->value : inMemory;
  }
  void observed(std::uint64_t value) override { running_->history = mix(running_->history, value); }
  void buffer(void* at, std::size_t size, std::uint64_t value, bool release) override {
    touch(at, true);
    running_->buffer.push_back({at, size, value, release});
    running_->history = mix(running_->history, value);
  }
  void changed(const void* at, std::uint64_t from, std::uint64_t to) override {
    touch(at, true);
    // The sum of all changes so far: equal memory has an equal hash, whatever came before.
    const auto address = reinterpret_cast<std::uintptr_t>(at);
    memory_ ^= mix(address, from) ^ mix(address, to);
  }
  [[nodiscard]] const Defects& defects() const override { return defects_; }

  void fault(const std::string& what) {
    if (!verdict_.fault.empty()) return;
    verdict_.fault = what + "; steps:";
    for (const Node& node : path_) {
      const Action& action = node.actions[node.next];
      verdict_.fault += " " + std::to_string(action.thread) + (action.what == kSteps ? "" : "~");
    }
  }
  // Of the thread that runs now; false at a run's end.
  [[nodiscard]] bool inThread() const { return running_ != nullptr && !abandoning_; }

  static Search* instance;

 private:
  struct Node {
    std::vector<Action> actions;
    std::size_t next = 0;
  };

  void suspend();
  void touch(const void* at, bool writes);
  // Whatever the others do, it doesn't matter when it comes.
  [[nodiscard]] bool local(const Thread& thread) const;
  [[nodiscard]] bool local(const Thread& thread, const Store& store) const;
  void startRun();
  void abandonRun();
  void resume(Thread& thread);
  void perform(const Action& action);
  [[nodiscard]] std::vector<Action> actions() const;
  [[nodiscard]] std::uint64_t key() const;
  static void enter();

  const std::function<World()>& begin_;
  const Defects defects_;
  Verdict verdict_;
  World world_;
  std::vector<std::unique_ptr<Thread>> threads_;
  Thread* running_ = nullptr;
  ucontext_t scheduler_{};
  bool abandoning_ = false;
  std::uint64_t memory_ = 0;
  std::vector<Node> path_;
  std::unordered_set<std::uint64_t> visited_;
  std::unordered_map<const void*, Use> uses_;
  bool usesChanged_ = false;
};

Search* Search::instance = nullptr;

void Search::enter() {
  Search& search = *instance;
  Thread& me = *search.running_;
  try {
    if (!search.abandoning_) me.body();
  } catch (const Abandoned&) {
  }
  me.finished = true;
  ::swapcontext(&me.context, &search.scheduler_);
}

void Search::suspend() {
  Thread& me = *running_;
  ::swapcontext(&me.context, &scheduler_);
  if (abandoning_) throw Abandoned{};
  me.history = mix(me.history, 1);
}

void Search::touch(const void* at, bool writes) {
  if (running_ == nullptr) return;  // a buffered store, which was noted when it was made
  const std::uint32_t me = 1U << running_->number;
  Use& use = uses_[at];
  const Use before = use;
  use.users |= me;
  if (writes) use.writers |= me;
  const auto alone = [](std::uint32_t threads) { return (threads & (threads - 1)) == 0; };
  usesChanged_ |= (use.writers != before.writers && alone(before.writers)) ||
                  (before.users != 0 && use.users != before.users && alone(before.users));
}

bool Search::local(const Thread& thread) const {
  if (thread.finished || thread.loads == nullptr) return false;
  const auto use = uses_.find(thread.loads);
  return use != uses_.end() && (use->second.writers & ~(1U << thread.number)) == 0;
}

bool Search::local(const Thread& thread, const Store& store) const {
  const auto use = uses_.find(store.at);
  return use != uses_.end() && use->second.users == 1U << thread.number;
}

void Search::resume(Thread& thread) {
  running_ = &thread;
  ::swapcontext(&scheduler_, &thread.context);
  running_ = nullptr;
}

void Search::startRun() {
  memory_ = 0;
  abandoning_ = false;
  // The old world goes first, so that the new one stands in the same place: states are told apart by addresses.
  for (const auto& thread : threads_) thread->body = nullptr;
  world_ = {};
  world_ = begin_();
  threads_.resize(world_.threads.size());
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    auto fresh = std::make_unique<Thread>();
    fresh->stack = threads_[i] != nullptr ? std::move(threads_[i]->stack) : std::make_unique<char[]>(kStackBytes);
    fresh->number = i;
    fresh->body = world_.threads[i];
    threads_[i] = std::move(fresh);
    Thread& thread = *threads_[i];
    ::getcontext(&thread.context);
    thread.context.uc_stack.ss_sp = thread.stack.get();
    thread.context.uc_stack.ss_size = kStackBytes;
    thread.context.uc_link = nullptr;
    ::makecontext(&thread.context, enter, 0);
    resume(thread);  // up to its first step
  }
}

void Search::abandonRun() {
  abandoning_ = true;
  for (const auto& thread : threads_)
    while (!thread->finished) resume(*thread);
}

std::vector<Action> Search::actions() const {
  std::vector<Action> all;
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    const Thread& thread = *threads_[i];
    if (local(thread)) return {{i, kSteps}};
    if (!thread.finished && (thread.loads != nullptr || thread.buffer.empty()) && (!thread.enabled || thread.enabled()))
      all.push_back({i, kSteps});
    for (std::size_t s = 0; s < thread.buffer.size(); ++s) {
      const Store& store = thread.buffer[s];
      const bool overtakes = std::any_of(thread.buffer.begin(), thread.buffer.begin() + static_cast<std::ptrdiff_t>(s),
                                         [&](const Store& older) { return store.release || older.at == store.at; });
      if (overtakes) continue;
      if (local(thread, store)) return {{i, static_cast<int>(s)}};
      all.push_back({i, static_cast<int>(s)});
    }
  }
  return all;
}

void Search::perform(const Action& action) {
  Thread& thread = *threads_[action.thread];
  if (action.what == kSteps) {
    resume(thread);
    return;
  }
  const auto at = thread.buffer.begin() + action.what;
  std::uint64_t before = 0;
  std::memcpy(&before, at->at, at->size);
  changed(at->at, before, at->value);
  std::memcpy(at->at, &at->value, at->size);
  thread.buffer.erase(at);
}

std::uint64_t Search::key() const {
  std::uint64_t hash = memory_;
  for (const auto& thread : threads_) {
    hash = mix(hash, thread->history + (thread->finished ? 1 : 0));
    for (const Store& store : thread->buffer)
      hash = mix(hash, mix(reinterpret_cast<std::uintptr_t>(store.at), store.value));
    hash = mix(hash, thread->buffer.size());
  }
  return hash;
}

Verdict Search::search() {
  for (bool more = true; more && verdict_.fault.empty();) {
    startRun();
    for (std::size_t depth = 0; verdict_.fault.empty(); ++depth) {
      if (depth == path_.size()) {
        if (!visited_.insert(key()).second) break;
        if (visited_.size() > kMostStates) throw std::length_error("a model with too many states");
        std::vector<Action> next = actions();
        if (next.empty()) {
          ++verdict_.ends;
          world_.atEnd(std::any_of(threads_.begin(), threads_.end(), [](const auto& t) { return !t->finished; }));
          break;
        }
        path_.push_back({std::move(next), 0});
      }
      perform(path_[depth].actions[path_[depth].next]);
    }
    abandonRun();
    if (std::exchange(usesChanged_, false)) {
      visited_.clear();
      path_.clear();
      verdict_.ends = 0;
      continue;
    }
    while (!path_.empty() && ++path_.back().next == path_.back().actions.size()) path_.pop_back();
    more = !path_.empty();
  }
  verdict_.states = visited_.size();
  return verdict_;
}

}  // namespace

Explorer* Explorer::current() {
  return Search::instance != nullptr && Search::instance->inThread() ? Search::instance : nullptr;
}

Verdict explore(const std::function<World()>& begin, const Defects& defects) {
  Search search(begin, defects);
  Search::instance = &search;
  Verdict verdict = search.search();
  Search::instance = nullptr;
  return verdict;
}

void require(bool holds, const std::string& what) {
  if (!holds && Search::instance != nullptr) Search::instance->fault(what);
}

}  // namespace gmpscope::model
