#pragma once
// The window: everything between main() and QML. GUI thread.

#include <memory>

#include "app/cli/command.h"

class QQmlApplicationEngine;
class QQuickWindow;

namespace gmpscope::app {

class Workbench;

// Creates the application and runs it until the window closes. Returns the exit code.
[[nodiscard]] int runWindow(int& argc, char** argv, const WindowRequest& request);

// The window in an application that exists, for runWindow, for tests and for the pictures in the README.
class MainWindow {
 public:
  // Names, style and font; before the first MainWindow. Falls back to drawing by software where OpenGL doesn't work.
  static void prepareApplication();

  MainWindow();
  ~MainWindow();  // ends a live worker
  MainWindow(const MainWindow&) = delete;
  MainWindow& operator=(const MainWindow&) = delete;

  [[nodiscard]] QQuickWindow* window() const { return window_; }  // null: it couldn't be made
  [[nodiscard]] Workbench& workbench() const { return *workbench_; }

 private:
  std::unique_ptr<Workbench> workbench_;  // outlives the items that look at it
  std::unique_ptr<QQmlApplicationEngine> engine_;
  QQuickWindow* window_ = nullptr;
};

}  // namespace gmpscope::app
