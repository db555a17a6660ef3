#pragma once
// Channels that a timer feeds, as Go's since 1.23. The timer stands in a heap only while somebody waits on the channel;
// otherwise whoever does anything with the channel looks first whether its time has come. Stopping and resetting happen
// under the channel's lock, and so does the arrival of what fired, so that nothing stale can be received after them.
//
// Who waits on a channel with a timer calls beginAwait and endAwait around it (timer.h), the first under its lock.

namespace gmp::rt {
struct M;
struct Timer;
}  // namespace gmp::rt

namespace gmp::detail {

struct ChanCore;

// Takes in what is due. Under the channel's lock, outside a step.
void timerChanLook(rt::M& m, ChanCore& chan);
// Those who waited are of a run that is over. Under the channel's lock.
void timerChanForget(ChanCore& chan);
// Nobody refers to it any more.
void timerChanDelete(ChanCore* chan) noexcept;

}  // namespace gmp::detail
