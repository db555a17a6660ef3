#include "app/cli/command_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "app/cli/nearest.h"
#include "core/base/message.h"

namespace gmpscope::app {

namespace {

const std::array<const Command*, 5> kCommands{&kPresetsCommand, &kRunCommand, &kExportCommand, &kStatsCommand,
                                              &kCheckCommand};
constexpr std::array<std::string_view, 2> kLaterCommands{"watch", "convert"};

// Options that the contract names for a later version.
constexpr OptionSpec kHelp{"--help", "", "say this"};

void printHelp() {
  fmt::print(
      "usage: gmpscope [TRACE]                open the window (with a trace)\n"
      "       gmpscope COMMAND [OPTION]...    without the window\n\n"
      "Go's G-M-P scheduler at work: runs workloads under it and shows every decision.\n\ncommands:\n");
  for (const Command* command : kCommands) fmt::print("  {:<8} {}\n", command->name, command->summary);
  fmt::print(
      "\n  gmpscope COMMAND --help    a command's options\n"
      "  gmpscope --version\n\n"
      "Results go to stdout, messages to stderr. Exit codes: 0 done; 1 the check or the workload failed;\n"
      "2 wrong usage or input.\n");
}

void printHelp(const Command& command) {
  fmt::print("usage: gmpscope {} {}{}\n\n{}.\n\n", command.name, command.operands,
             command.operands.empty() ? "[OPTION]..." : " [OPTION]...", command.summary);
  std::vector<OptionSpec> options = command.options;
  options.push_back(kHelp);
  for (const OptionSpec& option : options) {
    const std::string left = fmt::format("{}{}{}", option.name, option.value.empty() ? "" : " ", option.value);
    fmt::print("  {:<28} {}\n", left, option.help);
  }
  if (!command.details.empty()) fmt::print("\n{}\n", command.details);
}

int executeCommand(const Command& command, const std::vector<std::string>& arguments,
                   const Surroundings& surroundings) {
  std::vector<OptionSpec> specs = command.options;
  specs.push_back(kHelp);
  const auto options = Options::parse(arguments, specs);
  if (!options) return wrongInput(command, options.error());
  if (options.value().has(kHelp.name)) {
    printHelp(command);
    return kDone;
  }
  return command.execute(options.value(), surroundings);
}

// The word may be a trace file, a command of a later version, or a slip.
int openTrace(const std::string& word, const Surroundings& surroundings) {
  if (std::find(kLaterCommands.begin(), kLaterCommands.end(), word) != kLaterCommands.end()) {
    message("{}: not yet in this version", word);
    return kWrongInput;
  }
  if (::access(word.c_str(), F_OK) != 0) {
    std::vector<std::string> names;
    for (const Command* command : kCommands) names.emplace_back(command->name);
    message("{}: expected a command or a trace file{}", word, suggestion(word, names));
    return kWrongInput;
  }
  if (!surroundings.openWindow) {
    message("{}: this program was built without the window", word);
    return kWrongInput;
  }
  return surroundings.openWindow({.trace = word, .run = {}});
}

}  // namespace

int wrongInput(const Command& command, const Error& error) {
  message("{}: {}", command.name, error.text());
  return kWrongInput;
}

Result<std::string> onlyOperand(const Options& options, std::string_view what) {
  const auto& operands = options.operands();
  if (operands.size() == 1) return operands.front();
  if (operands.empty()) return Error{std::string(what), "", "expected, but nothing was given"};
  return Error{operands[1], "", fmt::format("expected only one {}", what)};
}

int runCommandLine(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  if (arguments.empty()) {
    if (surroundings.openWindow) return surroundings.openWindow({});
    printHelp();
    return kDone;
  }
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help") {
    printHelp();
    return kDone;
  }
  if (first == "--version") {
    fmt::print("gmpscope {}\n", GMPSCOPE_VERSION);
    return kDone;
  }
  for (const Command* command : kCommands) {
    if (command->name == first) return executeCommand(*command, {arguments.begin() + 1, arguments.end()}, surroundings);
  }
  if (first.starts_with("-")) {
    message("{}: expected a command, a trace file, --help or --version", first);
    return kWrongInput;
  }
  if (arguments.size() > 1 && ::access(first.c_str(), F_OK) == 0) {
    message("{}: expected nothing after the trace file {}", arguments[1], first);
    return kWrongInput;
  }
  return openTrace(first, surroundings);
}

}  // namespace gmpscope::app
