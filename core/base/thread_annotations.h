#pragma once
// Lock contracts that Clang's -Wthread-safety checks; nothing elsewhere.

#if defined(__clang__)
#define GMPSCOPE_TSA(x) __attribute__((x))
#else
#define GMPSCOPE_TSA(x)
#endif

#define GMPSCOPE_CAPABILITY(name) GMPSCOPE_TSA(capability(name))
#define GMPSCOPE_SCOPED_CAPABILITY GMPSCOPE_TSA(scoped_lockable)
#define GMPSCOPE_GUARDED_BY(lock) GMPSCOPE_TSA(guarded_by(lock))
#define GMPSCOPE_REQUIRES(...) GMPSCOPE_TSA(requires_capability(__VA_ARGS__))
#define GMPSCOPE_EXCLUDES(...) GMPSCOPE_TSA(locks_excluded(__VA_ARGS__))
#define GMPSCOPE_ACQUIRE(...) GMPSCOPE_TSA(acquire_capability(__VA_ARGS__))
#define GMPSCOPE_RELEASE(...) GMPSCOPE_TSA(release_capability(__VA_ARGS__))
// For a lock that one function takes and the function it jumps to releases.
#define GMPSCOPE_NO_TSA GMPSCOPE_TSA(no_thread_safety_analysis)
