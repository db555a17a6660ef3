// What a trace costs whoever reads, checks and keeps it. Exit code 1 if an aim is missed, 2 for wrong arguments.

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/bench/trace/parts.h"

int main(int argc, char** argv) {
  const std::string_view part = argc > 1 ? argv[1] : "";
  const double millions = argc > 2 ? std::strtod(argv[2], nullptr) : 66;
  const bool known = part.empty() || part == "order" || part == "file" || part == "stages" || part == "open";
  if (!known || argc > (part == "open" ? 3 : 2) || !(millions >= 0.1 && millions <= 1000)) {
    std::fprintf(stderr, "usage: %s [order | file | stages | open [MILLIONS]]\n", argv[0]);
    return 2;
  }
  if (part == "open") return gmpscope::bench::benchOpen(millions * 1e6) ? 0 : 1;
  bool reached = true;
  if (part.empty() || part == "order") reached &= gmpscope::bench::benchOrder();
  if (part.empty() || part == "file") reached &= gmpscope::bench::benchFile();
  if (part.empty() || part == "stages") reached &= gmpscope::bench::benchStages();
  return reached ? 0 : 1;
}
