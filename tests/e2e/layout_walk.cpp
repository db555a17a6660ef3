#include "tests/e2e/layout_walk.h"

#include <QQuickItem>
#include <map>

#include "app/scene/palette.h"

namespace gmpscope::app {
namespace {

constexpr double kHalfPixel = 0.75;

bool isText(const QQuickItem& item) { return item.inherits("QQuickText"); }

bool isControl(const QQuickItem& item) {
  return item.inherits("QQuickAbstractButton") || item.inherits("QQuickTextInput") || isText(item);
}

QRectF onScreen(const QQuickItem& item) { return item.mapRectToScene({0, 0, item.width(), item.height()}); }

// What is scrolled out of sight, faded out, or behind a closed menu isn't shown.
bool shown(const QQuickItem& item) {
  if (!item.isVisible() || item.width() <= 0 || item.height() <= 0) return false;
  for (const QQuickItem* up = &item; up != nullptr; up = up->parentItem()) {
    if (up->opacity() < 0.05) return false;
  }
  return true;
}

// Is all of it within every ancestor that clips?
QRectF visiblePart(const QQuickItem& item) {
  QRectF part = onScreen(item);
  for (const QQuickItem* up = item.parentItem(); up != nullptr; up = up->parentItem()) {
    if (up->clip()) part &= onScreen(*up);
  }
  return part;
}

std::string nameOf(const QQuickItem& item) {
  std::string path;
  for (const QQuickItem* up = &item; up != nullptr; up = up->parentItem()) {
    if (!up->objectName().isEmpty()) path = up->objectName().toStdString() + (path.empty() ? "" : "/" + path);
  }
  return path + " '" + item.property("text").toString().left(60).toStdString() + "'";
}

template <class Visit>
void walk(QQuickItem& item, const Visit& visit) {
  if (!item.isVisible()) return;
  visit(item);
  for (QQuickItem* child : item.childItems()) walk(*child, visit);
}

}  // namespace

std::vector<std::string> clippedTexts(QQuickWindow& window) {
  std::vector<std::string> found;
  walk(*window.contentItem(), [&](const QQuickItem& item) {
    if (!isText(item) || !shown(item) || item.property("text").toString().isEmpty()) return;
    const bool cut = item.property("truncated").toBool() ||
                     item.property("paintedWidth").toDouble() > item.width() + kHalfPixel ||
                     item.property("paintedHeight").toDouble() > item.height() + kHalfPixel;
    // Beyond the window's edge, or under a neighbour's: sideways nothing scrolls.
    const QRectF whole = onScreen(item);
    const QRectF part = visiblePart(item) & QRectF(0, 0, window.width(), window.height());
    const bool sideways = part.height() > 0 && part.width() + kHalfPixel < whole.width();
    if (cut || sideways) found.push_back(nameOf(item));
  });
  return found;
}

std::vector<std::string> overlaps(QQuickWindow& window) {
  std::vector<std::string> found;
  std::vector<const QQuickItem*> controls;
  walk(*window.contentItem(), [&](const QQuickItem& item) {
    if (isControl(item) && shown(item) && !visiblePart(item).isEmpty()) controls.push_back(&item);
  });
  for (std::size_t i = 0; i < controls.size(); ++i) {
    for (std::size_t k = i + 1; k < controls.size(); ++k) {
      const QQuickItem& a = *controls[i];
      const QQuickItem& b = *controls[k];
      if (a.isAncestorOf(&b) || b.isAncestorOf(&a)) continue;
      if (isText(a) && a.property("text").toString().isEmpty()) continue;
      if (isText(b) && b.property("text").toString().isEmpty()) continue;
      const QRectF both = visiblePart(a) & visiblePart(b);
      if (both.width() > 1 && both.height() > 1) found.push_back(nameOf(a) + " over " + nameOf(b));
    }
  }
  return found;
}

// The background is the commonest colour of the text's own rectangle on the screen.
std::vector<std::string> faintTexts(QQuickWindow& window, const QImage& picture) {
  std::vector<std::string> found;
  const double ratio = picture.devicePixelRatio();
  walk(*window.contentItem(), [&](const QQuickItem& item) {
    if (!isText(item) || !shown(item) || !item.isEnabled() || item.property("text").toString().isEmpty()) return;
    const QRectF part = visiblePart(item);
    const QRect area = QRectF(part.topLeft() * ratio, part.size() * ratio).toAlignedRect() & picture.rect();
    std::map<QRgb, int> counts;
    for (int y = area.top(); y <= area.bottom(); ++y) {
      for (int x = area.left(); x <= area.right(); ++x) ++counts[picture.pixel(x, y)];
    }
    if (counts.empty()) return;
    const QRgb ground = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                          return a.second < b.second;
                        })->first;
    const QRgb ink = item.property("color").value<QColor>().rgb();
    if (contrast(ink, ground) < 4.5) {
      found.push_back(nameOf(item) + " " + QColor(ink).name().toStdString() + " on " +
                      QColor(ground).name().toStdString());
    }
  });
  return found;
}

}  // namespace gmpscope::app
