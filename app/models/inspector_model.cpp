#include "app/models/inspector_model.h"

#include <algorithm>

#include "app/models/language.h"
#include "app/words/reasons.h"
#include "app/words/states.h"
#include "core/analysis/reasons.h"
#include "core/analysis/statistics.h"

namespace gmpscope::app {
namespace {

using analysis::Span;
using analysis::SpanState;

QString laneWord(const analysis::TraceModel& model, LaneKey lane) {
  switch (lane.kind) {
    case LaneKind::Core:
      return InspectorModel::tr("core %1").arg(model.coreId(lane.index));
    case LaneKind::Processor:
      return QStringLiteral("P%1").arg(lane.index);
    case LaneKind::Thread:
      return QStringLiteral("M%1").arg(lane.index);
    case LaneKind::Goroutine:
      return QString::fromStdString(model.label(LifeId(lane.index)));
  }
  return {};
}

// The core on which the span's thread was at an instant, if the kernel said so.
std::optional<std::uint32_t> coreOf(const analysis::TraceModel& model, MId thread, Nanos t, Nanos edge) {
  for (std::size_t core = 0; thread.valid() && core < model.coreCount(); ++core) {
    const auto& lane = model.core(core);
    const auto covering = lane.covering(t, edge);
    if (covering && lane.at(*covering, edge).detail.thread == thread) return model.coreId(core);
  }
  return {};
}

// What its goroutine has done in all, and what its thread was kept from doing in this run.
void addGoroutine(const analysis::TraceModel& model, const Span& span, std::vector<Row>& rows) {
  const analysis::GoroutineInFull all = analysis::goroutineStatistics(model, span.detail.goroutine);
  QString ran = lengthText(all.sums.running);
  if (all.sums.stolen.total > 0)
    ran = InspectorModel::tr("%1, %2 of it off core").arg(ran, lengthText(all.sums.stolen.total));
  rows.push_back({InspectorModel::tr("Ran in all"), ran});
  rows.push_back({InspectorModel::tr("Starts"), QString::number(all.sums.starts)});
  if (all.lengths.latency.count() > 0)
    rows.push_back({InspectorModel::tr("Longest wait for a P"), lengthText(all.lengths.latency.max())});
  if (span.state != SpanState::Executing && span.state != SpanState::OffCore) return;
  const auto run = analysis::goroutineStatistics(model, span.detail.goroutine, analysis::runAround(model, span));
  if (run.sums.stolen.total > 0)
    rows.push_back({InspectorModel::tr("Off core in this run"), lengthText(run.sums.stolen.total)});
}

}  // namespace

InspectorModel::InspectorModel(const ViewController* view, const Language* language, QObject* parent)
    : QObject(parent), view_(view) {
  connect(view, &ViewController::selectionChanged, this, &InspectorModel::update);
  connect(view, &ViewController::replaced, this, &InspectorModel::update);
  connect(language, &Language::changed, this, &InspectorModel::update);
}

void InspectorModel::update() {
  const auto session = view_->session();
  const auto look = session ? std::optional(session->model().look()) : std::nullopt;
  const auto span = view_->selectedSpan();
  present_ = session && span;
  if (present_) {
    describe(session->model(), *span, view_->selection()->lane);
    explain(session->model(), *span);
  } else {
    title_.clear();
    place_.clear();
    whyTitle_.clear();
    whyText_.clear();
    line_.clear();
    for (RowsModel* rows : {&details_, &candidates_, &chain_}) rows->set({});
  }
  emit changed();
}

void InspectorModel::describe(const analysis::TraceModel& model, const Span& span, LaneKey lane) {
  const Nanos edge = view_->edge();
  const bool open = span.end >= edge && model.end().reason == analysis::EndReason::Running;
  const QString start = instantText(span.start, 1);
  const QString length = lengthText(span.end - span.start);
  const QString state = stateWord(span.state);
  const bool waits = span.state == SpanState::Waiting && span.detail.reason != trace::WaitReason::None;
  const QString reason = waits ? waitReasonWord(span.detail.reason) : QString();
  const auto core = coreOf(model, span.detail.thread, span.start, edge);
  const QString where = laneWord(model, lane);

  std::vector<Row> rows;
  rows.push_back({tr("State"), state, true});
  if (waits) rows.push_back({tr("Waits for"), reason});
  rows.push_back({tr("Start"), start});
  rows.push_back({tr("End"), open ? tr("goes on") : instantText(span.end, 1)});
  rows.push_back({tr("Duration"), length});
  if (span.detail.goroutine.valid()) {
    rows.push_back({tr("Goroutine"), QString::fromStdString(model.label(span.detail.goroutine))});
    const auto& goroutine = model.goroutine(span.detail.goroutine);
    rows.push_back({tr("Created"), instantText(goroutine.created, 1)});
    if (goroutine.parent.valid())
      rows.push_back({tr("Created by"), QString::fromStdString(model.label(goroutine.parent))});
    addGoroutine(model, span, rows);
  }
  if (span.detail.thread.valid()) {
    const std::uint32_t tid = model.thread(span.detail.thread.value).tid.load(std::memory_order_relaxed);
    rows.push_back({tr("Thread"), tid == 0 ? QStringLiteral("M%1").arg(span.detail.thread.value)
                                           : tr("M%1, tid %2").arg(span.detail.thread.value).arg(tid)});
  }
  if (span.detail.processor != 0xfff)
    rows.push_back({tr("Processor"), QStringLiteral("P%1").arg(span.detail.processor)});
  if (core) rows.push_back({tr("Core at the start"), QString::number(*core)});
  details_.set(std::move(rows));

  title_ = where;
  QStringList place;
  if (span.detail.thread.valid()) place << QStringLiteral("M%1").arg(span.detail.thread.value);
  if (span.detail.processor != 0xfff) place << QStringLiteral("P%1").arg(span.detail.processor);
  if (core) place << tr("core %1").arg(*core);
  place << start;
  place_ = place.join(QStringLiteral(" · "));

  QStringList line{where};
  const bool other = span.detail.goroutine.valid() && lane.kind != LaneKind::Goroutine;
  if (other) line << QString::fromStdString(model.label(span.detail.goroutine));
  line << (waits ? tr("%1: %2").arg(state, reason) : state) << length << tr("from %1").arg(start);
  line_ = line.join(QStringLiteral(" · "));
}

void InspectorModel::explain(const analysis::TraceModel& model, const Span& span) {
  const analysis::Reason why = analysis::whyStarted(model, span);
  whyTitle_ = reasonTitle(why);
  whyText_ = reasonText(why);
  std::vector<Row> candidates;
  for (const CandidateWords& step : candidateWords(why)) candidates.push_back({step.step, step.observed});
  if (!candidates.empty()) candidates.push_back({whyTitle_, tr("chosen"), true});
  candidates_.set(std::move(candidates));
  std::vector<Row> chain;
  for (const ChainWords& step : chainWords(why)) chain.push_back({step.text, instantText(step.time, 1'000)});
  chain_.set(std::move(chain));
}

}  // namespace gmpscope::app
