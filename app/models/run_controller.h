#pragma once
// The trace at hand: a live run or a file. Starts, stops, opens and saves, and says how it goes. GUI thread.

#include <QtQml/qqmlregistration.h>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <deque>
#include <memory>

#include "app/models/part_reader.h"
#include "app/session/session.h"
#include "core/trace/reader/stored_overview.h"

namespace gmpscope::app {

class RunController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the workbench has one")
  Q_PROPERTY(bool present READ present NOTIFY changed)
  Q_PROPERTY(bool live READ live NOTIFY changed)
  Q_PROPERTY(bool replay READ replay NOTIFY changed)
  Q_PROPERTY(bool loading READ loading NOTIFY changed)
  // While a file is being read: what it shows meanwhile is there.
  Q_PROPERTY(bool pictured READ pictured NOTIFY changed)
  Q_PROPERTY(bool stopping READ stopping NOTIFY changed)
  Q_PROPERTY(bool failed READ failed NOTIFY changed)
  Q_PROPERTY(QString source READ source NOTIFY changed)
  Q_PROPERTY(QString endText READ endText NOTIFY changed)
  Q_PROPERTY(QString endReport READ endReport NOTIFY changed)
  Q_PROPERTY(QString kernelText READ kernelText NOTIFY changed)
  Q_PROPERTY(QString kernelHint READ kernelHint NOTIFY changed)
  Q_PROPERTY(bool kernelKnown READ kernelKnown NOTIFY changed)
  Q_PROPERTY(QString timeText READ timeText NOTIFY figuresChanged)
  Q_PROPERTY(QString rateText READ rateText NOTIFY figuresChanged)
  Q_PROPERTY(QString lostText READ lostText NOTIFY figuresChanged)
  Q_PROPERTY(QString foldedText READ foldedText NOTIFY figuresChanged)
  Q_PROPERTY(bool lossy READ lossy NOTIFY figuresChanged)
  Q_PROPERTY(int gomaxprocs READ gomaxprocs WRITE setGomaxprocs NOTIFY gomaxprocsChanged)
  Q_PROPERTY(int cores READ cores CONSTANT)
  Q_PROPERTY(int workerPid READ workerPid NOTIFY changed)

 public:
  using SessionPtr = std::shared_ptr<const Session>;
  static constexpr int kMaxGomaxprocs = 256;

  explicit RunController(QObject* parent = nullptr);
  ~RunController() override;

  // Painters keep the pointer while they draw. Null: nothing was run or opened yet.
  [[nodiscard]] SessionPtr session() const { return session_; }
  // Of a long file the session tells of a part alone. Null: of all there is.
  [[nodiscard]] const PartReader::PartsPtr& parts() const { return parts_.parts(); }
  // True: the part in which that is will be the session's. False: it is, or would be too long.
  bool wantPart(Nanos from, Nanos to) { return parts_.want(from, to); }
  // For who controls the run while it is live; null otherwise.
  [[nodiscard]] Session* controlled() const { return live_ ? session_.get() : nullptr; }

  void start(const RunRequest& request, const QString& title);
  Q_INVOKABLE void stop();
  Q_INVOKABLE void open(const QUrl& file);
  Q_INVOKABLE void save(const QUrl& file);

  [[nodiscard]] bool present() const { return session_ != nullptr; }
  [[nodiscard]] bool live() const { return live_; }
  [[nodiscard]] bool replay() const { return replay_; }
  [[nodiscard]] bool loading() const { return loading_; }
  [[nodiscard]] bool pictured() const { return firstPicture_ != nullptr; }
  [[nodiscard]] std::shared_ptr<const trace::StoredOverview> firstPicture() const { return firstPicture_; }
  [[nodiscard]] bool readingPart() const { return parts_.busy(); }  // another one of a long file
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] bool failed() const;
  [[nodiscard]] QString source() const { return source_; }
  [[nodiscard]] QString endText() const;
  [[nodiscard]] QString endReport() const;
  [[nodiscard]] QString kernelText() const;
  [[nodiscard]] QString kernelHint() const;
  [[nodiscard]] bool kernelKnown() const;
  [[nodiscard]] QString timeText() const { return timeText_; }
  [[nodiscard]] QString rateText() const { return rateText_; }
  [[nodiscard]] QString lostText() const { return lostText_; }
  [[nodiscard]] QString foldedText() const { return foldedText_; }  // "" if all detail is there
  [[nodiscard]] bool lossy() const { return lossy_; }
  [[nodiscard]] int gomaxprocs() const { return gomaxprocs_; }
  void setGomaxprocs(int count);
  [[nodiscard]] int cores() const;
  [[nodiscard]] int workerPid() const { return session_ ? session_->workerPid() : 0; }

  // Texts made here are renewed in the language of now.
  void retranslate();

 signals:
  void changed();
  void figuresChanged();
  void gomaxprocsChanged();
  void replaced();  // another trace, or none
  void partRead();  // another part of the same one
  void ticked();    // more of a live trace may be there
  void ended();     // the live run is over and all of it was read
  void opened(const QString& file);
  void saved(const QString& file);
  void said(const QString& text, bool error);  // one line for the person

 private:
  struct Sample {
    qint64 at = 0;
    std::uint64_t events = 0;
  };
  void adopt(std::shared_ptr<Session> session, const QString& source, bool replay);
  void release();
  void adoptPart(std::shared_ptr<Session> session);
  void tick();
  void updateFigures();

  std::shared_ptr<Session> session_;
  PartReader parts_;
  bool live_ = false;
  bool replay_ = false;
  bool loading_ = false;
  std::shared_ptr<const trace::StoredOverview> firstPicture_;  // null but while loading
  bool stopping_ = false;
  QString source_;
  QString timeText_, rateText_, lostText_, foldedText_;
  bool lossy_ = false;
  int gomaxprocs_ = 0;
  QTimer timer_;
  QElapsedTimer clock_;
  qint64 figuresAt_ = 0;
  std::deque<Sample> samples_;
};

}  // namespace gmpscope::app
