#pragma once
// All of the runtime's public interface.

#include <gmp/chan.hpp>
#include <gmp/context.hpp>
#include <gmp/mutex.hpp>
#include <gmp/net.hpp>
#include <gmp/runtime.hpp>
#include <gmp/select.hpp>
#include <gmp/sync.hpp>
#include <gmp/time.hpp>
