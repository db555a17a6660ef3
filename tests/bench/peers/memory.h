#pragma once
// What the kernel says of this process's memory. Shared by the C++ peers.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace gmpscope::bench {

// The bytes on the line of `file` that begins with `name`, which the kernel gives in kB.
inline double kernelBytes(const char* file, const char* name) {
  std::FILE* lines = std::fopen(file, "r");
  char line[256];
  double bytes = -1;
  while (lines != nullptr && bytes < 0 && std::fgets(line, sizeof line, lines) != nullptr)
    if (std::strncmp(line, name, std::strlen(name)) == 0) bytes = std::atof(line + std::strlen(name)) * 1024;
  if (lines != nullptr) std::fclose(lines);
  if (bytes < 0) std::abort();
  return bytes;
}

// Pages in memory; the exact sum, not the counter of /proc/self/status, which lags behind.
inline double residentBytes() { return kernelBytes("/proc/self/smaps_rollup", "Rss:"); }
inline double pageTableBytes() { return kernelBytes("/proc/self/status", "VmPTE:"); }

}  // namespace gmpscope::bench
