#pragma once
// Memory that is no longer needed, while its addresses still are.

#include <cstddef>

namespace gmpscope {

// Of [start, start + bytes) the whole pages are given back to the system; they read as zeros from then on. For memory
// from operator new.
void givePagesBack(void* start, std::size_t bytes);

}  // namespace gmpscope
