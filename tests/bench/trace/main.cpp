// What a trace costs whoever reads, checks and keeps it. Exit code 1 if an aim is missed, 2 for wrong arguments.

#include <cstdio>
#include <string_view>

#include "tests/bench/trace/parts.h"

int main(int argc, char** argv) {
  const std::string_view part = argc > 1 ? argv[1] : "";
  if (argc > 2 || (!part.empty() && part != "order" && part != "file")) {
    std::fprintf(stderr, "usage: %s [order | file]\n", argv[0]);
    return 2;
  }
  bool reached = true;
  if (part != "file") reached &= gmpscope::bench::benchOrder();
  if (part != "order") reached &= gmpscope::bench::benchFile();
  return reached ? 0 : 1;
}
