#include "app/scene/board_room.h"

#include "app/scene/palette.h"
#include "app/scene/texts.h"

namespace gmpscope::app {

using analysis::SpanState;
using trace::WaitReason;

std::vector<BoardRoom> roomsOf(const analysis::BoardState& state) {
  BoardRoom global{SceneTexts::tr("Global queue"), SpanState::Runnable};
  global.add(state.global, WaitReason::None);
  global.known = state.globalKnown;
  BoardRoom transit{SceneTexts::tr("In transit"), SpanState::Runnable};
  transit.add(state.transit, WaitReason::None);
  BoardRoom calls{SceneTexts::tr("System calls"), SpanState::Syscall};
  calls.add(state.calls, WaitReason::None);
  BoardRoom timers{SceneTexts::tr("Timers")}, channels{SceneTexts::tr("Channels")},
      locks{SceneTexts::tr("Locks, wait groups")}, network{SceneTexts::tr("Network")},
      others{SceneTexts::tr("Waiting")};
  for (const auto& room : state.rooms) {
    BoardRoom* to = &others;
    switch (textureOf(room.reason)) {
      case Texture::Slash:
        to = &channels;
        break;
      case Texture::Backslash:
        to = &locks;
        break;
      case Texture::Dots:
        to = &timers;
        break;
      case Texture::Grid:
        to = &network;
        break;
      case Texture::None:
        break;
    }
    to->add(room.waiters, room.reason);
  }
  std::vector<BoardRoom> result{std::move(global), std::move(timers), std::move(channels), std::move(locks)};
  for (BoardRoom* rare : {&network, &calls, &others, &transit}) {
    if (!rare->guests.empty()) result.push_back(std::move(*rare));
  }
  for (BoardRoom& room : result) room.folded = state.folded;
  return result;
}

}  // namespace gmpscope::app
