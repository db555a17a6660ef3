#pragma once
// The one way by which programs (not the runtime, which uses write(2)) speak to a person on stderr.

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace gmpscope {

// Writes "gmpscope: TEXT\n" in one call, so that lines of several threads don't mix.
void message(std::string_view text);

template <class... Args>
void message(fmt::format_string<Args...> format, Args&&... args) requires(sizeof...(Args) > 0) {
  message(std::string_view(fmt::format(format, std::forward<Args>(args)...)));
}

}  // namespace gmpscope
