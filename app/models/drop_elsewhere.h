#pragma once
// The last holder of a session ends a worker, joins a thread and frees a model: never on the GUI thread.

#include <QThreadPool>
#include <memory>
#include <utility>

#include "app/session/session.h"

namespace gmpscope::app {

inline void dropElsewhere(std::shared_ptr<Session> session) {
  QThreadPool::globalInstance()->start([held = std::move(session)] { static_cast<void>(held); });
}

}  // namespace gmpscope::app
