#pragma once
// Walks what a window shows and lists what a careful eye would mind.

#include <QImage>
#include <QQuickWindow>
#include <string>
#include <vector>

namespace gmpscope::app {

// Texts that are cut off: truncated, wider or higher than their item, or reaching out of a parent that clips.
[[nodiscard]] std::vector<std::string> clippedTexts(QQuickWindow& window);
// Visible controls and texts of one parent that lie over each other.
[[nodiscard]] std::vector<std::string> overlaps(QQuickWindow& window);
// Texts whose contrast to what is drawn behind them is under 4.5.
[[nodiscard]] std::vector<std::string> faintTexts(QQuickWindow& window, const QImage& picture);

}  // namespace gmpscope::app
