#pragma once
// Holding the live run, letting it go on decision by decision, slowly, or with another number of processors. What
// becomes of it is seen in the trace; here is only what was asked for. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <optional>
#include <vector>

#include "app/models/run_controller.h"
#include "app/session/step_until.h"

namespace gmpscope::app {

class RunControl : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(bool possible READ possible NOTIFY changed)
  Q_PROPERTY(bool pauseAsked READ pauseAsked NOTIFY changed)
  Q_PROPERTY(int speed READ speed WRITE setSpeed NOTIFY changed)
  Q_PROPERTY(QStringList speeds READ speeds NOTIFY languageChanged)
  Q_PROPERTY(QStringList farSteps READ farSteps NOTIFY farStepsChanged)
  Q_PROPERTY(bool stepping READ stepping NOTIFY changed)

 public:
  explicit RunControl(RunController* run, QObject* parent = nullptr);

  [[nodiscard]] bool possible() const { return run_->live() && !run_->stopping(); }
  [[nodiscard]] bool pauseAsked() const { return paused_; }
  [[nodiscard]] bool slow() const { return possible() && !paused_ && speed_ > 0; }
  // All Ms stand, as the trace tells, because somebody paused the run.
  [[nodiscard]] bool standsStill() const;
  [[nodiscard]] int speed() const { return speed_; }  // a position in speeds(); 0 is as fast as it goes
  [[nodiscard]] QStringList speeds() const;

  // Steps that end where something is, and a decision of the selected processor.
  [[nodiscard]] QStringList farSteps() const;
  // On the way to where one of them ends.
  [[nodiscard]] bool stepping() const { return until_.has_value(); }
  // What is selected: "G17 hash", 0 and "" if that is none; with which processor.
  void setSelected(std::uint32_t goid, const QString& goroutine, std::optional<std::uint32_t> p);

  // While it is stepping: it stays where it is.
  Q_INVOKABLE void togglePause();
  // One M goes on for one decision; a run that goes on is paused by it.
  Q_INVOKABLE void nextDecision();
  // One of farSteps(). Pauses a run that goes on.
  Q_INVOKABLE void stepFar(int position);
  void setSpeed(int position);
  // For the next run, and for the one that goes on.
  Q_INVOKABLE void setProcs(int count);

  void retranslate();

 signals:
  void changed();
  void languageChanged();
  void farStepsChanged();

 private:
  struct FarStep {
    std::optional<StepGoal> until;  // none: a decision of the selected processor
    QString text;
  };

  [[nodiscard]] std::vector<FarStep> steps() const;
  void reset();
  void goOn();
  void advance();
  void endStepping();

  RunController* run_;
  bool paused_ = false;
  int speed_ = 0;
  std::optional<StepUntil> until_;
  QTimer timer_;  // looks after until_
  std::uint32_t selectedGoid_ = 0;
  QString selectedGoroutine_;
  std::optional<std::uint32_t> selectedP_;
};

}  // namespace gmpscope::app
