#include "tests/cli/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "tests/session/scratch_folder.h"

extern char** environ;

namespace gmpscope::test {

namespace {

std::vector<std::string> environment() {
  std::vector<std::string> entries{"QT_QPA_PLATFORM=there-is-none"};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    if (name != "DISPLAY" && name != "WAYLAND_DISPLAY" && name != "QT_QPA_PLATFORM") entries.emplace_back(text);
  }
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

bool ended(pid_t pid) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

}  // namespace

Program::Program(const std::vector<std::string>& arguments) {
  int out[2];
  int errors[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(errors, O_CLOEXEC) != 0) throw std::runtime_error(std::strerror(errno));
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
  std::vector<std::string> argumentTexts = arguments;
  std::vector<std::string> environmentTexts = environment();
  const int failure = ::posix_spawn(&pid_, argumentTexts.front().c_str(), &actions, nullptr,
                                    pointers(argumentTexts).data(), pointers(environmentTexts).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(errors[1]);
  out_ = out[0];
  errors_ = errors[0];
  if (failure != 0) throw std::runtime_error(argumentTexts.front() + ": " + std::strerror(failure));
}

Program::~Program() {
  ::close(out_);
  ::close(errors_);
  if (pid_ == 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

pid_t Program::waitForChild() const {
  const std::string children = "/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) + "/children";
  while (!ended(pid_)) {
    pid_t child = 0;
    if (std::ifstream(children) >> child) return child;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return 0;
}

Outcome Program::wait() {
  Outcome outcome;
  std::array<pollfd, 2> pipes{
      {{.fd = out_, .events = POLLIN, .revents = 0}, {.fd = errors_, .events = POLLIN, .revents = 0}}};
  const std::array<std::string*, 2> texts{&outcome.out, &outcome.errors};
  while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
    ::poll(pipes.data(), pipes.size(), -1);
    for (std::size_t i = 0; i < pipes.size(); ++i) {
      if (pipes[i].fd < 0 || pipes[i].revents == 0) continue;
      char buffer[4096];
      const ssize_t got = ::read(pipes[i].fd, buffer, sizeof buffer);
      if (got > 0) texts[i]->append(buffer, static_cast<std::size_t>(got));
      if (got == 0) pipes[i].fd = -1;
    }
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  return outcome;
}

Outcome gmpscope(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), builtProgram("gmpscope"));
  return Program(arguments).wait();
}

}  // namespace gmpscope::test
