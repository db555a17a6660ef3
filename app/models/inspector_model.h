#pragma once
// The selection in words: what it is, and why it started. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QObject>

#include "app/models/rows_model.h"
#include "app/models/view_controller.h"

namespace gmpscope::app {

class Language;

class InspectorModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(bool present READ present NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString place READ place NOTIFY changed)
  Q_PROPERTY(QString whyTitle READ whyTitle NOTIFY changed)
  Q_PROPERTY(QString whyText READ whyText NOTIFY changed)
  Q_PROPERTY(QString line READ line NOTIFY changed)
  Q_PROPERTY(gmpscope::app::RowsModel* details READ details CONSTANT)
  Q_PROPERTY(gmpscope::app::RowsModel* candidates READ candidates CONSTANT)
  Q_PROPERTY(gmpscope::app::RowsModel* chain READ chain CONSTANT)

 public:
  InspectorModel(const ViewController* view, const Language* language, QObject* parent = nullptr);

  [[nodiscard]] bool present() const { return present_; }
  [[nodiscard]] QString title() const { return title_; }
  [[nodiscard]] QString place() const { return place_; }
  [[nodiscard]] QString whyTitle() const { return whyTitle_; }
  [[nodiscard]] QString whyText() const { return whyText_; }
  [[nodiscard]] QString line() const { return line_; }
  [[nodiscard]] RowsModel* details() { return &details_; }
  [[nodiscard]] RowsModel* candidates() { return &candidates_; }
  [[nodiscard]] RowsModel* chain() { return &chain_; }

 signals:
  void changed();

 private:
  void update();
  void describe(const analysis::TraceModel& model, const analysis::Span& span, LaneKey lane);
  void explain(const analysis::TraceModel& model, const analysis::Span& span);

  const ViewController* view_;
  bool present_ = false;
  QString title_, place_, whyTitle_, whyText_, line_;
  RowsModel details_, candidates_, chain_;
};

}  // namespace gmpscope::app
