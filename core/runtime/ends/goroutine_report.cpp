#include "core/runtime/ends/goroutine_report.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/runtime/sched.h"

namespace gmp::rt {
namespace {

constexpr int kMaxFrames = 64;

struct Frames {
  void* at[kMaxFrames];
  int count = 0;
};

void capture(void* frames) {
  auto& out = *static_cast<Frames*>(frames);
  out.count = ::backtrace(out.at, kMaxFrames);
}

std::string functionName(void* address) {
  Dl_info info{};
  if (::dladdr(address, &info) == 0) return "??";
  if (info.dli_sname == nullptr) {
    char text[32];
    std::snprintf(text, sizeof text, "+0x%zx",
                  static_cast<std::size_t>(static_cast<char*>(address) - static_cast<char*>(info.dli_fbase)));
    return std::string(info.dli_fname != nullptr ? info.dli_fname : "??") + text;
  }
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> demangled(abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status),
                                                         std::free);
  return status == 0 ? demangled.get() : info.dli_sname;
}

std::string stackText(const Frames& frames) {
  std::string text;
  for (int i = 0; i < frames.count; ++i) {
    const std::string name = functionName(frames.at[i]);
    // The runtime's own frames say nothing to the reader.
    if (name.find("gmp::rt::") != std::string::npos || name.find("gmp::detail::") != std::string::npos) continue;
    text += "\t" + name + "\n";
  }
  return text;
}

std::string_view stateWords(const G& g) {
  switch (g.status) {
    case GStatus::Waiting:
      return trace::words(g.reason);
    case GStatus::Running:
    case GStatus::Stopped:
      return "running";
    case GStatus::Syscall:
      return "syscall";
    case GStatus::Runnable:
      return "runnable";
    case GStatus::Dead:
      return "dead";
  }
  return "";
}

}  // namespace

void report(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data() + at, text.size() - at);
    if (n <= 0) return;  // nobody to tell
    at += static_cast<std::size_t>(n);
  }
}

std::string goroutineHeader(Sched& sched, const G& g, std::string_view state) {
  std::string text =
      "goroutine " + std::to_string(g.goid) + " [" + std::string(state) + (g.locked ? ", locked to thread]:" : "]:");
  const std::string_view name = sched.names.text(g.name);
  if (!name.empty()) text += " " + std::string(name);
  return text + "\n";
}

std::string stackHere() {
  Frames frames;
  capture(&frames);
  return stackText(frames);
}

std::string allGoroutines(M& m) {
  Sched& sched = m.sched;
  std::string text;
  for (std::uint32_t slot = 1; slot < sched.gs.used(); ++slot) {
    G& g = sched.gs[slot];
    if (g.status == GStatus::Dead) continue;
    text += "\n" + goroutineHeader(sched, g, stateWords(g));
    if (g.status == GStatus::Running || g.status == GStatus::Syscall) {
      text += "\tgoroutine running on other thread; stack unavailable\n";
    } else if (g.context != nullptr && g.context != g.stack->resting) {
      Frames frames;
      callOn(&g.context, *g.stack, m.g0Stack, capture, &frames);
      text += stackText(frames);
    }
  }
  return text;
}

}  // namespace gmp::rt
