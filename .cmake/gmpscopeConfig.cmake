# find_package(gmpscope CONFIG) gives gmpscope::runtime, the scheduler as a static library.
# It links the static Boost.Context by name: libboost-context1.81-dev on Debian 12.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/gmpscopeTargets.cmake)
