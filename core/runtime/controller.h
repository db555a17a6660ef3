#pragma once
// What sysmon does for a Control: holds the run, lets Ms step, and sees to it that what goroutines must do for it is
// done.

#include <cstdint>
#include <optional>

#include "core/runtime/control.h"
#include "core/runtime/errand.h"
#include "core/runtime/m.h"
#include "core/runtime/time/deadline.h"

namespace gmp::rt {

struct P;

class Controller {
 public:
  // `control` may be null: nothing is ever asked. On sysmon's thread, as all below.
  Controller(M& sysmon, Control* control);
  ~Controller();
  Controller(const Controller&) = delete;
  Controller& operator=(const Controller&) = delete;

  // Carries out what is asked, as far as it can now. True: the run is held, and sysmon leaves it alone.
  bool look();
  // How long until it is to look again at the latest, nanoseconds. While the run is held.
  [[nodiscard]] Deadline pause() const;
  // With which P the M runs that may go on now; null: none does.
  [[nodiscard]] P* stepping() const;

  void operator()(PauseRequest request);
  void operator()(ResumeRequest request);
  void operator()(StepRequest request);
  void operator()(SlowRequest request);
  void operator()(ProcsRequest request);
  void operator()(KnobRequest request);

 private:
  // How long a step may last, once it has chosen.
  static constexpr Deadline kStepTime = 10'000'000;

  void takeRequests();
  void beginHold();
  void askToHold();
  void endUsedTicket();
  void lookWhetherAllStand();
  [[nodiscard]] bool mayGoOn() const;
  [[nodiscard]] bool errandsAreDone() const;
  void step();
  void letStep(M& m);
  void stepAlone();
  bool wakeDueSleeper();
  bool takeFromCall();
  bool waitForCalls();
  bool letSleeperLook();
  bool jumpToTimer();
  void tellStep(M* m, std::uint32_t p);
  void startErrand(const Errand& errand);

  M& m_;
  Sched& sched_;
  Control* const control_;
  bool holds_ = false;
  bool stand_ = false;       // all of them, which has been told
  Deadline asked_ = 0;       // when they were asked to, or the last step began; by the machine's clock, as all below
  std::uint32_t steps_ = 0;  // that are still to come
  std::optional<std::uint32_t> stepP_;
  P* stepping_ = nullptr;
  Deadline aloneSince_ = 0;  // nobody could go on but who is in a call; 0: that isn't so
  bool looks_ = false;       // the sleeper has been woken to look whether the network has something
  bool looked_ = false;      // that was the last step
  Deadline interval_ = 0;    // between steps of their own; 0: none
  Deadline nextStep_ = 0;
  Deadline errandAsked_ = 0;  // the last one, or when the run that was held while it was asked went on
};

}  // namespace gmp::rt
