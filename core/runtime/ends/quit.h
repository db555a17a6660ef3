#pragma once
// SIGQUIT: a dump of all goroutines, as Go's, and the end of the process. The handler only tells sysmon of each run,
// which stops all goroutines as at the end of a run and then writes.

namespace gmp::rt {

struct M;

// The process's handler: counted, the first run installs it, the last one puts back what was before. A program that
// handles or ignores the signal itself is left alone.
void installQuitHandler();
void removeQuitHandler();

// The calling thread is sysmon and is told of the signal from now on, or no longer.
void listenForQuit(M& sysmon);
void stopListeningForQuit();

// Writes the dump and ends the process. Nobody runs goroutines any more, or those who do can't be stopped. On sysmon.
[[noreturn]] void dumpAndQuit(M& sysmon);

}  // namespace gmp::rt
