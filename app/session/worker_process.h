#pragma once
// The worker as a process: started with an arena and a socket, asked to stop, killed, reaped, its stderr read.
// Knows nothing of traces.
//
// Used by one thread at a time.

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/session/worker_protocol.h"
#include "core/base/descriptor.h"
#include "core/base/result.h"

namespace gmpscope::app {

// Where gmp-worker is: GMPSCOPE_WORKER, or beside this program, or in ../libexec/gmpscope.
[[nodiscard]] Result<std::string> findWorker();

// As waitpid tells it.
struct WorkerStatus {
  bool signalled = false;
  int code = 0;                // exit code or signal
  std::uint64_t cpuNanos = 0;  // that it has used
};

class WorkerProcess {
 public:
  // The worker inherits the arena and one end of a socket under the numbers that worker_protocol.h names, and nothing
  // else of ours. Its stdout and stderr come through errors().
  static Result<WorkerProcess> start(const std::string& program, const std::vector<std::string>& arguments,
                                     int arenaFd);

  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&&) = delete;
  ~WorkerProcess();  // kills it if it still runs, and reaps it

  [[nodiscard]] int pid() const { return pid_; }
  [[nodiscard]] int pidFd() const { return pidFd_.get(); }  // readable once it has ended
  [[nodiscard]] int errors() const { return errors_.get(); }
  [[nodiscard]] int socket() const { return socket_.get(); }

  bool send(char request);
  bool send(const WorkerControl& request);
  // CPU time that it has used so far, in ns; nothing once it has been reaped.
  [[nodiscard]] std::optional<std::uint64_t> cpuNanos() const;
  void kill();
  // Reaps it if it has ended; says the same ever after. Doesn't wait.
  std::optional<WorkerStatus> status();
  // What is in the error pipe now. Doesn't wait.
  std::string readErrors();

 private:
  WorkerProcess() = default;

  pid_t pid_ = 0;
  Descriptor pidFd_;
  Descriptor socket_;
  Descriptor errors_;
  std::optional<WorkerStatus> status_;
};

}  // namespace gmpscope::app
