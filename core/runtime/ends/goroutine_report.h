#pragma once
// What is said of goroutines when a run ends badly, in Go's words: headers and symbolised stacks. Written with
// write(2).

#include <string>
#include <string_view>

namespace gmp::rt {

struct G;
struct M;
struct Sched;

// To stderr, whole; in one call if the system takes it.
void report(const std::string& text);

// "goroutine 7 [select]: name", with the line's end.
[[nodiscard]] std::string goroutineHeader(Sched& sched, const G& g, std::string_view state);
// The calling function's callers, a line each, without the runtime's own.
[[nodiscard]] std::string stackHere();
// Headers and stacks of all that have not ended. Nobody runs goroutines meanwhile. On m's own stack.
[[nodiscard]] std::string allGoroutines(M& m);

}  // namespace gmp::rt
