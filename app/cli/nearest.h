#pragma once
// For a word that isn't known: the known one that was probably meant.

#include <string>
#include <string_view>
#include <vector>

namespace gmpscope::app {

// How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one word of the other.
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

// " (did you mean WORD?)", or nothing if none is near.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace gmpscope::app
