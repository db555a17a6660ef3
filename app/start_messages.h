#pragma once
// What Qt says while it looks for a display. Where there is none it would say several lines and abort; then we say one
// and end as for any other wrong input.

#include <QString>
#include <QtGlobal>
#include <vector>

namespace gmpscope::app {

// Listens from its making to its end, and then passes on what was no end. One at a time, GUI thread.
class StartMessages {
 public:
  StartMessages();
  ~StartMessages();
  StartMessages(const StartMessages&) = delete;
  StartMessages& operator=(const StartMessages&) = delete;

 private:
  static void hear(QtMsgType type, const QMessageLogContext& context, const QString& text);

  struct Heard {
    QtMsgType type;
    QString text;
  };
  std::vector<Heard> heard_;
  QtMessageHandler before_;
};

}  // namespace gmpscope::app
