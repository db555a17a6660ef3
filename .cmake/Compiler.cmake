# What holds for every compilation: warnings, frame pointers, sanitizers, the cache.

find_program(GMPSCOPE_CCACHE ccache)
if(GMPSCOPE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GMPSCOPE_CCACHE})
endif()

# Every target of ours links it PRIVATE; code that Qt generates into those targets passes it as well.
add_library(gmpscope_warnings INTERFACE)
target_compile_options(gmpscope_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # "Precise" would take sched.lock and m.sched.lock for two locks where m.sched is sched.
  target_compile_options(gmpscope_warnings INTERFACE -Wthread-safety -Wno-thread-safety-precise)
else()
  # g++ 12 warns wrongly about std::string (GCC bug 105651).
  target_compile_options(gmpscope_warnings INTERFACE -Wno-restrict)
endif()

# Stacks of goroutines are walked by frame pointers, also through the standard library's inlined code.
add_compile_options(-fno-omit-frame-pointer)

if(GMPSCOPE_SANITIZE STREQUAL "address")
  # Both in one: each build of its own would cost CI minutes.
  set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=undefined)
elseif(GMPSCOPE_SANITIZE STREQUAL "thread")
  set(sanitize -fsanitize=thread)
elseif(GMPSCOPE_SANITIZE STREQUAL "fuzzer")
  # Fuzz targets alone link libFuzzer's main, with -fsanitize=fuzzer.
  set(sanitize -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
elseif(GMPSCOPE_SANITIZE)
  message(FATAL_ERROR "GMPSCOPE_SANITIZE: expected address, thread, fuzzer or nothing, got '${GMPSCOPE_SANITIZE}'")
endif()
if(GMPSCOPE_SANITIZE)
  add_compile_options(${sanitize})
  add_link_options(${sanitize})
endif()
