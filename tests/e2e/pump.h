#pragma once
// Waiting with events handled: for pictures and tests of the real window.

#include <QQuickWindow>
#include <functional>

namespace gmpscope::app {

// The worker of this build, unless GMPSCOPE_WORKER names another. Needs the application.
void useBuiltWorker();

void pumpFor(int milliseconds);
// False: the condition didn't come true in time.
[[nodiscard]] bool pumpUntil(const std::function<bool()>& condition, int milliseconds = 10'000);
// Until board, overview and timeline show what they should.
bool pumpSettled(QQuickWindow& window, int milliseconds = 10'000);

}  // namespace gmpscope::app
