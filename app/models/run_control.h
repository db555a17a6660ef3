#pragma once
// Holding the live run, letting it go on decision by decision, slowly, or with another number of processors. What
// becomes of it is seen in the trace; here is only what was asked for. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>

#include "app/models/run_controller.h"

namespace gmpscope::app {

class RunControl : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(bool possible READ possible NOTIFY changed)
  Q_PROPERTY(bool pauseAsked READ pauseAsked NOTIFY changed)
  Q_PROPERTY(int speed READ speed WRITE setSpeed NOTIFY changed)
  Q_PROPERTY(QStringList speeds READ speeds NOTIFY languageChanged)

 public:
  explicit RunControl(RunController* run, QObject* parent = nullptr);

  [[nodiscard]] bool possible() const { return run_->live() && !run_->stopping(); }
  [[nodiscard]] bool pauseAsked() const { return paused_; }
  [[nodiscard]] bool slow() const { return possible() && !paused_ && speed_ > 0; }
  // All Ms stand, as the trace tells, because somebody paused the run.
  [[nodiscard]] bool standsStill() const;
  [[nodiscard]] int speed() const { return speed_; }  // a position in speeds(); 0 is as fast as it goes
  [[nodiscard]] QStringList speeds() const;

  Q_INVOKABLE void togglePause();
  // One M goes on for one decision; a run that goes on is paused by it.
  Q_INVOKABLE void nextDecision();
  void setSpeed(int position);
  // For the next run, and for the one that goes on.
  Q_INVOKABLE void setProcs(int count);

  void retranslate() { emit languageChanged(); }

 signals:
  void changed();
  void languageChanged();

 private:
  void reset();
  void goOn();

  RunController* run_;
  bool paused_ = false;
  int speed_ = 0;
};

}  // namespace gmpscope::app
