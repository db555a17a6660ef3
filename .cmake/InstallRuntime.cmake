# The runtime as a package for other people's programs: headers, static libraries, find_package(gmpscope CONFIG).
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/gmpscope)
install(TARGETS gmpscope_runtime gmpscope_trace_writer EXPORT gmpscope ARCHIVE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/runtime/include/gmp TYPE INCLUDE FILES_MATCHING PATTERN *.hpp)
install(EXPORT gmpscope NAMESPACE gmpscope:: FILE gmpscopeTargets.cmake DESTINATION ${package_folder})

write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/gmpscopeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/.cmake/gmpscopeConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/gmpscopeConfigVersion.cmake
  DESTINATION ${package_folder})
