#include "app/session/worker_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "app/session/worker_protocol.h"
#include "core/base/check.h"

extern char** environ;

namespace gmpscope::app {

namespace {

namespace fs = std::filesystem;

Error systemError(std::string what, int number) { return {std::move(what), "", std::strerror(number)}; }

// Numbers far above those that the worker gets, so that no copy overwrites one that is still to be copied.
Descriptor high(int fd) { return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 64)); }

// By its number: glibc 2.36 declares the function without extern "C".
int pidfdOf(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

std::uint64_t nanosOf(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_usec) * 1'000;
}

// posix_spawn's two parameter blocks.
class SpawnSettings {
 public:
  SpawnSettings() {
    GMPSCOPE_CHECK(::posix_spawn_file_actions_init(&actions_) == 0 && ::posix_spawnattr_init(&attributes_) == 0);
    // A process group of its own: Ctrl+C in a terminal reaches us alone, and we end the run in order. Signals that
    // we ignore or block must not stay so in the worker.
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  void inherit(int fd, int as) { GMPSCOPE_CHECK(::posix_spawn_file_actions_adddup2(&actions_, fd, as) == 0); }
  void emptyInput() {
    GMPSCOPE_CHECK(::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0) == 0);
  }
  void closeFrom(int fd) { GMPSCOPE_CHECK(::posix_spawn_file_actions_addclosefrom_np(&actions_, fd) == 0); }
  int spawn(pid_t& pid, const std::string& program, char* const* arguments) {
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments, environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

Result<std::string> findWorker() {
  if (const char* named = std::getenv("GMPSCOPE_WORKER"); named != nullptr && *named != '\0') {
    if (::access(named, X_OK) == 0) return std::string(named);
    return Error{named, "GMPSCOPE_WORKER", "expected a program that can be started"};
  }
  std::error_code ignored;
  const fs::path here = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const fs::path& candidate : {here / "gmp-worker", here / "../libexec/gmpscope/gmp-worker"}) {
    if (::access(candidate.c_str(), X_OK) == 0) return candidate.string();
  }
  return Error{"gmp-worker", "", "expected beside " + (here / "gmpscope").string() + " or where GMPSCOPE_WORKER says"};
}

Result<WorkerProcess> WorkerProcess::start(const std::string& program, const std::vector<std::string>& arguments,
                                           int arenaFd) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return systemError("socketpair", errno);
  Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  if (::pipe2(ends, O_CLOEXEC) != 0) return systemError("pipe", errno);
  Descriptor reads(ends[0]);
  Descriptor writes(ends[1]);
  // Our ends only: the worker's end of the pipe shares no flags with ours.
  ::fcntl(reads.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);

  const Descriptor arena = high(arenaFd);
  const Descriptor socket = high(theirs.get());
  const Descriptor errors = high(writes.get());
  if (!arena || !socket || !errors) return systemError("fcntl", errno);

  SpawnSettings settings;
  settings.emptyInput();
  settings.inherit(errors.get(), STDOUT_FILENO);
  settings.inherit(errors.get(), STDERR_FILENO);
  settings.inherit(arena.get(), kWorkerArenaFd);
  settings.inherit(socket.get(), kWorkerSocketFd);
  settings.closeFrom(kWorkerFirstFreeFd);

  std::string name = program;
  std::vector<std::string> copies = arguments;
  std::vector<char*> argv{name.data()};
  for (std::string& argument : copies) argv.push_back(argument.data());
  argv.push_back(nullptr);

  WorkerProcess worker;
  if (const int number = settings.spawn(worker.pid_, program, argv.data()); number != 0)
    return systemError(program, number);
  worker.pidFd_ = Descriptor(pidfdOf(worker.pid_));
  worker.socket_ = std::move(ours);
  worker.errors_ = std::move(reads);
  // The process exists and is ours to reap, so only a lack of descriptors can be the reason.
  if (!worker.pidFd_) return systemError("pidfd_open", errno);
  return worker;
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      pidFd_(std::move(other.pidFd_)),
      socket_(std::move(other.socket_)),
      errors_(std::move(other.errors_)),
      status_(other.status_) {}

WorkerProcess::~WorkerProcess() {
  if (pid_ == 0 || status_) return;
  kill();
  int ignored = 0;
  while (::waitpid(pid_, &ignored, 0) < 0 && errno == EINTR) {
  }
}

bool WorkerProcess::send(char request) { return ::send(socket_.get(), &request, 1, MSG_NOSIGNAL) == 1; }

bool WorkerProcess::send(const WorkerControl& request) {
  char bytes[1 + sizeof request] = {kWorkerControl};
  std::memcpy(bytes + 1, &request, sizeof request);
  return ::send(socket_.get(), bytes, sizeof bytes, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof bytes);
}

void WorkerProcess::kill() {
  if (!status_) ::kill(pid_, SIGKILL);  // not yet reaped, so the number is still its own
}

std::optional<std::uint64_t> WorkerProcess::cpuNanos() const {
  clockid_t clock{};
  timespec used{};
  if (status_ || ::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(used.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(used.tv_nsec);
}

std::optional<WorkerStatus> WorkerProcess::status() {
  if (status_) return status_;
  int status = 0;
  rusage used{};
  if (::wait4(pid_, &status, WNOHANG, &used) != pid_) return std::nullopt;
  if (WIFSIGNALED(status)) {
    status_ = WorkerStatus{.signalled = true, .code = WTERMSIG(status)};
  } else {
    status_ = WorkerStatus{.signalled = false, .code = WEXITSTATUS(status)};
  }
  status_->cpuNanos = nanosOf(used.ru_utime) + nanosOf(used.ru_stime);
  return status_;
}

std::string WorkerProcess::readErrors() {
  std::string text;
  char buffer[4096];
  while (true) {
    const ssize_t got = ::read(errors_.get(), buffer, sizeof buffer);
    if (got > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return text;
    }
  }
}

}  // namespace gmpscope::app
