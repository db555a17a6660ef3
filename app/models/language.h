#pragma once
// English or Russian, switchable at run time: as the system says, or as the user chose. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTranslator>

#include "core/workload/preset.h"

namespace gmpscope::app {

class Language : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(QString code READ code WRITE setCode NOTIFY changed)

 public:
  explicit Language(QObject* parent = nullptr);
  ~Language() override;

  // "en" or "ru".
  [[nodiscard]] QString code() const { return code_; }
  void setCode(const QString& code);

  // The one of a preset's two texts.
  [[nodiscard]] QString pick(const workload::LocalText& text) const;

 signals:
  // Texts made in C++ are stale from here on; QML's are renewed by the engine (QQmlEngine::retranslate).
  void changed();

 private:
  void install();

  QString code_;
  QTranslator translator_;
};

}  // namespace gmpscope::app
