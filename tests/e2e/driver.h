#pragma once
// The real window with a hand on the mouse.

#include <QColor>
#include <QImage>
#include <QPoint>
#include <QQuickItem>
#include <QQuickWindow>
#include <QString>

#include "app/items/board_item.h"
#include "app/items/timeline_item.h"
#include "app/models/workbench.h"
#include "app/scene/timeline_geometry.h"
#include "app/window.h"
#include "core/analysis/span.h"

namespace gmpscope::app {

class Driver {
 public:
  // Theme and language as GMPSCOPE_THEME and GMPSCOPE_LANG have them.
  explicit Driver(QSize size = {1600, 900}, const char* theme = "dark", const char* language = "en");

  [[nodiscard]] MainWindow& main() { return main_; }
  [[nodiscard]] QQuickWindow& window() { return *main_.window(); }
  [[nodiscard]] Workbench& bench() { return main_.workbench(); }

  // A visible item by its name; null: there is none.
  [[nodiscard]] QQuickItem* item(const char* name);
  [[nodiscard]] QString text(const char* name);
  [[nodiscard]] TimelineItem& timeline();
  [[nodiscard]] BoardItem& board();

  void clickAt(QPointF scenePoint);
  void click(const char* name);
  // A visible button by what stands on it.
  void clickText(const char* text);
  void type(const char* text);
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  void wheel(QQuickItem& on, QPointF at, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

  // Presses Run and waits until all is over. False: it didn't end, or nothing came.
  [[nodiscard]] bool runToTheEnd(double seconds = 0.5);
  // The widest span of the first processor that is in sight, as a point of the scene; null: none of `atLeast` pixels.
  struct Target {
    SpanKey key;
    QPointF point;
  };
  [[nodiscard]] std::optional<Target> wideSpan(double atLeast = 8);
  [[nodiscard]] TimelineGeometry geometry();

  [[nodiscard]] QImage grab();
  // Pixels of a state's colour within the timeline's lanes, on the screen.
  [[nodiscard]] int pixelsOf(analysis::SpanState state);

 private:
  struct Environment {
    Environment(const char* theme, const char* language);
  } environment_;
  MainWindow main_;
};

}  // namespace gmpscope::app
