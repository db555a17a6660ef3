#include "app/start_messages.h"

#include <unistd.h>

#include <QMessageLogContext>

#include "app/cli/command.h"
#include "core/base/message.h"

namespace gmpscope::app {
namespace {

StartMessages* listening = nullptr;  // a message handler takes no argument of ours

}  // namespace

StartMessages::StartMessages() {
  listening = this;
  before_ = qInstallMessageHandler(hear);
}

StartMessages::~StartMessages() {
  qInstallMessageHandler(before_);
  listening = nullptr;
  for (const Heard& heard : heard_) qt_message_output(heard.type, QMessageLogContext(), heard.text);
}

void StartMessages::hear(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type != QtFatalMsg) {
    listening->heard_.push_back({type, text});
    return;
  }
  const QString why = listening->heard_.empty() ? text : listening->heard_.front().text;
  message("the window: expected a display ({}); without one there are 'gmpscope run PRESET --headless' and --help",
          why.simplified().toStdString());
  ::_exit(kWrongInput);
}

}  // namespace gmpscope::app
