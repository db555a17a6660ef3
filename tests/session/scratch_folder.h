#pragma once
// A folder of a test's own, gone with the test, and what tests of files want from files.

#include <filesystem>
#include <string>
#include <string_view>

namespace gmpscope::test {

class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string readBytes(const std::string& file);
void writeBytes(const std::string& file, std::string_view bytes);

// A program of the build, by GMPSCOPE_BIN.
[[nodiscard]] std::string builtProgram(std::string_view name);

}  // namespace gmpscope::test
