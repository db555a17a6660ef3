#pragma once
// Reads a long trace file part by part, as they are looked at: one at a time, and of what is wanted meanwhile the last
// counts. GUI thread; the reading goes to the thread pool.

#include <QObject>
#include <memory>
#include <optional>

#include "app/session/session.h"
#include "app/session/trace_parts.h"

namespace gmpscope::app {

class PartReader : public QObject {
  Q_OBJECT

 public:
  using PartsPtr = std::shared_ptr<const TraceParts>;

  explicit PartReader(QObject* parent = nullptr) : QObject(parent) {}

  // Of that file, of which `shown` has been read. Null: of none.
  void begin(PartsPtr parts, TracePart shown);
  [[nodiscard]] const PartsPtr& parts() const { return parts_; }
  [[nodiscard]] bool busy() const { return busy_; }

  // True: it will be read. False: it is what has been read, or too long to be.
  bool want(Nanos from, Nanos to);

 signals:
  void read(std::shared_ptr<gmpscope::app::Session> session);
  void failed(const QString& error);

 private:
  void start(TracePart part);
  void finish(const PartsPtr& of, TracePart part, Result<std::unique_ptr<Session>> session);

  PartsPtr parts_;
  TracePart shown_;
  std::optional<TracePart> next_;  // wanted while busy
  bool busy_ = false;
};

}  // namespace gmpscope::app
