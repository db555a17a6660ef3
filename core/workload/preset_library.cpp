#include "core/workload/preset_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/workload/preset_file.h"

namespace gmpscope::workload {

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> filesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (fs::directory_iterator it(folder, ignored); it != fs::directory_iterator(); it.increment(ignored)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  return files;
}

}  // namespace

std::vector<std::string> presetFolders() {
  if (const char* data = std::getenv("GMPSCOPE_DATA"); data != nullptr && *data != '\0') {
    return {(fs::path(data) / "presets").string()};
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  std::vector<std::string> folders;
  if (!program.empty()) {
    folders.push_back((program.parent_path().parent_path() / "share/gmpscope/presets").string());
  }
  folders.emplace_back(GMPSCOPE_SOURCE_PRESETS);
  return folders;
}

Result<std::vector<Preset>> loadLibrary() {
  const std::vector<std::string> folders = presetFolders();
  for (const std::string& folder : folders) {
    std::vector<Preset> presets;
    for (const fs::path& file : filesIn(folder)) {
      auto preset = loadPreset(file.string());
      if (!preset.ok()) return preset.error();
      if (preset.value().info.id != file.stem().string()) {
        return Error{file.string(), "",
                     fmt::format("expected the id \"{}\", as the file's name", file.stem().string())};
      }
      presets.push_back(std::move(preset).value());
    }
    if (presets.empty()) continue;
    std::sort(presets.begin(), presets.end(), [](const Preset& a, const Preset& b) {
      return std::tie(a.info.order, a.info.id) < std::tie(b.info.order, b.info.id);
    });
    return presets;
  }
  return Error{fmt::format("{}", fmt::join(folders, ", ")), "",
               "expected a folder with presets (GMPSCOPE_DATA names another)"};
}

Result<Preset> findPreset(std::string_view idOrFile) {
  if (idOrFile.find('/') != std::string_view::npos || idOrFile.ends_with(".json")) {
    return loadPreset(std::string(idOrFile));
  }
  auto library = loadLibrary();
  if (!library.ok()) return library.error();
  std::vector<std::string_view> ids;
  for (Preset& preset : library.value()) {
    if (preset.info.id == idOrFile) return std::move(preset);
    ids.push_back(preset.info.id);
  }
  return Error{std::string(idOrFile), "", fmt::format("expected a preset ({}) or a FILE.json", fmt::join(ids, ", "))};
}

}  // namespace gmpscope::workload
