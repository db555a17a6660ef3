#pragma once
// All that the window works with, one of each; the only thing that Main.qml is given. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "app/models/appearance.h"
#include "app/models/export_controller.h"
#include "app/models/inspector_model.h"
#include "app/models/language.h"
#include "app/models/library_model.h"
#include "app/models/parameter_model.h"
#include "app/models/recent_traces.h"
#include "app/models/run_control.h"
#include "app/models/run_controller.h"
#include "app/models/view_controller.h"

namespace gmpscope::app {

class Workbench : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(gmpscope::app::Appearance* appearance READ appearance CONSTANT)
  Q_PROPERTY(gmpscope::app::Language* language READ language CONSTANT)
  Q_PROPERTY(gmpscope::app::LibraryModel* library READ library CONSTANT)
  Q_PROPERTY(gmpscope::app::ParameterModel* parameters READ parameters CONSTANT)
  Q_PROPERTY(gmpscope::app::RecentTraces* recent READ recent CONSTANT)
  Q_PROPERTY(gmpscope::app::RunController* run READ run CONSTANT)
  Q_PROPERTY(gmpscope::app::RunControl* control READ control CONSTANT)
  Q_PROPERTY(gmpscope::app::ViewController* view READ view CONSTANT)
  Q_PROPERTY(gmpscope::app::InspectorModel* inspector READ inspector CONSTANT)
  Q_PROPERTY(gmpscope::app::ExportController* exporter READ exporter CONSTANT)
  Q_PROPERTY(Mode mode READ mode NOTIFY modeChanged)
  Q_PROPERTY(QString message READ message NOTIFY messageChanged)
  Q_PROPERTY(bool messageIsError READ messageIsError NOTIFY messageChanged)

 public:
  enum class Mode { Empty, Reading, Live, Held, Ended, Replay, Paused, Slow };
  Q_ENUM(Mode)

  explicit Workbench(QObject* parent = nullptr);
  ~Workbench() override;

  [[nodiscard]] Appearance* appearance() { return &appearance_; }
  [[nodiscard]] Language* language() { return &language_; }
  [[nodiscard]] LibraryModel* library() { return &library_; }
  [[nodiscard]] ParameterModel* parameters() { return &parameters_; }
  [[nodiscard]] RecentTraces* recent() { return &recent_; }
  [[nodiscard]] RunController* run() { return &run_; }
  [[nodiscard]] RunControl* control() { return &control_; }
  [[nodiscard]] ViewController* view() { return &view_; }
  [[nodiscard]] InspectorModel* inspector() { return &inspector_; }
  [[nodiscard]] ExportController* exporter() { return &exporter_; }

  [[nodiscard]] Mode mode() const;
  [[nodiscard]] QString message() const { return message_; }
  [[nodiscard]] bool messageIsError() const { return messageIsError_; }

  // Runs the chosen preset with the values at hand.
  Q_INVOKABLE void runChosen();
  // The first ten seconds: work stealing for two seconds, then the playhead on its first steal.
  void runTour();
  // A run with what the command line gave, which may be a file instead of a preset of the library.
  void runGiven(const RunRequest& request);
  Q_INVOKABLE void dismissMessage();

 signals:
  void modeChanged();
  void messageChanged();

 private:
  void say(const QString& text, bool error);
  // That a run stands still comes from its trace.
  void watchMode();
  void tellSelection();

  Appearance appearance_;
  Language language_;
  LibraryModel library_{&language_};
  ParameterModel parameters_{&library_, &language_};
  RecentTraces recent_;
  RunController run_;
  RunControl control_{&run_};
  ViewController view_{&run_};
  InspectorModel inspector_{&view_, &language_};
  ExportController exporter_{&view_};
  Mode mode_ = Mode::Empty;  // as it was told
  bool tour_ = false;
  QString message_;
  bool messageIsError_ = false;
};

}  // namespace gmpscope::app
