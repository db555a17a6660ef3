#pragma once
// What `./dev bench trace` measures, one function each. False: an aim was missed.

namespace gmpscope::bench {

// Putting a trace into order and holding it to the rules.
[[nodiscard]] bool benchOrder();
// Writing a trace file and reading it again, and how long it is.
[[nodiscard]] bool benchFile();
// What an event costs on its way from the arena into model and file.
[[nodiscard]] bool benchStages();
// Opening a trace file of about so many events.
[[nodiscard]] bool benchOpen(double events);

}  // namespace gmpscope::bench
