#pragma once
// The scene's colours for QML, so that chrome and data come from one table. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QObject>

#include "app/scene/palette.h"

namespace gmpscope::app {

class ScenePalette : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
  Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY changed)
  Q_PROPERTY(QColor ground READ ground NOTIFY changed)
  Q_PROPERTY(QColor surface READ surface NOTIFY changed)
  Q_PROPERTY(QColor border READ border NOTIFY changed)
  Q_PROPERTY(QColor text READ text NOTIFY changed)
  Q_PROPERTY(QColor dim READ dim NOTIFY changed)
  Q_PROPERTY(QColor accent READ accent NOTIFY changed)
  Q_PROPERTY(QColor onAccent READ onAccent NOTIFY changed)
  Q_PROPERTY(QColor executing READ executing NOTIFY changed)
  Q_PROPERTY(QColor onExecuting READ onExecuting NOTIFY changed)
  Q_PROPERTY(QColor fault READ fault NOTIFY changed)
  Q_PROPERTY(QColor onFault READ onFault NOTIFY changed)

 public:
  using QObject::QObject;

  [[nodiscard]] bool dark() const { return dark_; }
  void setDark(bool dark);

  [[nodiscard]] QColor ground() const { return QColor(table().ground); }
  [[nodiscard]] QColor surface() const { return QColor(table().surface); }
  [[nodiscard]] QColor border() const { return QColor(table().border); }
  [[nodiscard]] QColor text() const { return QColor(table().text); }
  [[nodiscard]] QColor dim() const { return QColor(table().dim); }
  [[nodiscard]] QColor accent() const { return QColor(table().accent); }
  [[nodiscard]] QColor onAccent() const { return QColor(table().onAccent); }
  [[nodiscard]] QColor executing() const { return state(analysis::SpanState::Executing); }
  [[nodiscard]] QColor onExecuting() const { return ink(analysis::SpanState::Executing); }
  [[nodiscard]] QColor fault() const { return state(analysis::SpanState::Fault); }
  [[nodiscard]] QColor onFault() const { return ink(analysis::SpanState::Fault); }

 signals:
  void changed();

 private:
  [[nodiscard]] const Palette& table() const { return palette(dark_ ? Theme::Dark : Theme::Light); }
  [[nodiscard]] QColor state(analysis::SpanState s) const {
    return QColor(table().state.at(static_cast<std::size_t>(s)));
  }
  [[nodiscard]] QColor ink(analysis::SpanState s) const { return QColor(table().ink.at(static_cast<std::size_t>(s))); }

  bool dark_ = false;
};

}  // namespace gmpscope::app
