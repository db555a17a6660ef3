#pragma once
// Dark or light: as the system says, or as the user chose. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QObject>

namespace gmpscope::app {

class Appearance : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(Scheme scheme READ scheme WRITE setScheme NOTIFY changed)
  Q_PROPERTY(bool dark READ dark NOTIFY changed)

 public:
  enum class Scheme { System, Dark, Light };
  Q_ENUM(Scheme)

  explicit Appearance(QObject* parent = nullptr);

  [[nodiscard]] Scheme scheme() const { return scheme_; }
  void setScheme(Scheme scheme);
  [[nodiscard]] bool dark() const { return dark_; }

 signals:
  void changed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void decide();

  Scheme scheme_ = Scheme::System;
  bool dark_ = false;
};

}  // namespace gmpscope::app
