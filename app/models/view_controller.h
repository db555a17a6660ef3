#pragma once
// What part of the trace is looked at, the moment at which the playhead stands, and the selection: one owner for
// timeline, board, overview and inspector. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSize>
#include <QTimer>
#include <optional>

#include "app/models/run_controller.h"
#include "app/scene/timeline_view.h"
#include "app/scene/viewport.h"

namespace gmpscope::app {

class ViewController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(bool held READ held WRITE setHeld NOTIFY stateChanged)
  Q_PROPERTY(bool following READ following NOTIFY stateChanged)
  Q_PROPERTY(bool selected READ selected NOTIFY selectionChanged)
  Q_PROPERTY(QString momentText READ momentText NOTIFY momentChanged)
  Q_PROPERTY(QString aheadText READ aheadText NOTIFY aheadChanged)

 public:
  explicit ViewController(RunController* run, QObject* parent = nullptr);

  // What painters copy.
  [[nodiscard]] const PartReader::PartsPtr& parts() const { return run_->parts(); }
  [[nodiscard]] RunController::SessionPtr session() const { return run_->session(); }
  [[nodiscard]] TimelineView timelineView(Theme theme) const;
  [[nodiscard]] const Viewport& viewport() const { return viewport_; }
  [[nodiscard]] Nanos edge() const { return edge_; }  // the session tells nothing after it
  // The trace's length, of which the session may tell a part alone.
  [[nodiscard]] Nanos end() const;
  [[nodiscard]] WholeTrace whole() const;
  [[nodiscard]] Nanos moment() const;  // where the playhead stands
  [[nodiscard]] bool sampling() const { return run_->live() && !held_ && !session()->model().standsStill(); }

  // Where the timeline is drawn.
  void setTimelineSize(QSize size, double devicePixelRatio);

  // Changes of the look. A drag or a turn of the wheel calls remember() before it.
  void remember() { viewport_.remember(); }
  void panBy(double pixels);
  void scrollBy(int pixels);
  void zoomAbout(double x, double factor);
  void centreOn(Nanos t);
  void showRange(TimeRange range);
  Q_INVOKABLE void fitSelection();
  Q_INVOKABLE void fitAll();
  Q_INVOKABLE void undo();
  Q_INVOKABLE void setHeld(bool held);
  Q_INVOKABLE void toggleHeld() { setHeld(!held_); }
  void toggleGroup(LaneKind kind);
  [[nodiscard]] GroupMode group(LaneKind kind) const { return groups_.at(static_cast<std::size_t>(kind)); }
  [[nodiscard]] const std::array<GroupMode, kLaneKinds>& groups() const { return groups_; }

  // The moment and the selection.
  void setPlayhead(Nanos t);
  void select(SpanKey key);
  void selectGoroutine(LifeId goroutine);
  Q_INVOKABLE void clearSelection();
  Q_INVOKABLE void step(int direction);  // to the next or previous event of the selected lane
  // The playhead to where a processor next starts something, or did last.
  Q_INVOKABLE void showNearestWork();
  // The playhead to the first steal, its span selected, both in sight. False: there was none.
  Q_INVOKABLE bool showFirstSteal();

  [[nodiscard]] bool held() const { return held_; }
  [[nodiscard]] bool following() const { return viewport_.following(); }
  [[nodiscard]] bool selected() const { return viewport_.selection.has_value(); }
  [[nodiscard]] std::optional<analysis::Span> selectedSpan() const;
  [[nodiscard]] std::optional<SpanKey> selection() const { return viewport_.selection; }
  [[nodiscard]] std::optional<LifeId> selectedGoroutine() const;
  [[nodiscard]] QString momentText() const;
  [[nodiscard]] QString aheadText() const;

 signals:
  void changed();        // the timeline's picture
  void momentChanged();  // the board's
  void selectionChanged();
  void stateChanged();
  void aheadChanged();
  void replaced();  // another trace

 private:
  void onReplaced();
  void onPart();
  void onTicked();
  void onEnded();
  void advance();    // to the model's edge
  void leaveEdge();  // the user looks elsewhere: a live view is held
  void lookChanged();
  // Whether the session tells what was at that instant.
  [[nodiscard]] bool knows(Nanos t) const;
  void updateContentHeight();
  // Null: there is none. Within a look.
  [[nodiscard]] const analysis::SpanLane* lane(LaneKey key) const;
  void revealSelection();

  RunController* run_;
  Viewport viewport_;
  QSize size_;
  std::array<GroupMode, kLaneKinds> groups_ = TimelineView{}.groups;
  Nanos edge_ = 0;
  bool held_ = false;
  std::optional<Nanos> awaited_;  // where the playhead goes once the part is read in which that is
  QTimer still_;                  // the look hasn't changed for a moment
  bool settling_ = false;         // a young trace is shorter than the live window: it widens until it has its length
};

}  // namespace gmpscope::app
