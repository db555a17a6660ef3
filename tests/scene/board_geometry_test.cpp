#include "app/scene/board_geometry.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "app/scene/render.h"
#include "tests/scene/demo_model.h"

namespace gmpscope::app {
namespace {

struct Board {
  analysis::TraceModel model;
  analysis::BoardState state;
  BoardView view;

  explicit Board(const DemoOptions& options = {}, Nanos at = 8'418'306) {
    fillDemo(model, options);
    state = demoBoard(model, at);
    view.size = QSize(1200, 400);
  }
  [[nodiscard]] BoardGeometry geometry() const { return {model, state, view}; }
};

DemoOptions many(std::uint32_t processors, std::uint32_t goroutines) {
  DemoOptions options;
  options.processors = processors;
  options.goroutines = goroutines;
  options.length = 2'000'000;
  return options;
}

TEST(BoardGeometry, ShowsEachGoroutineOnce) {
  const Board board;
  const BoardGeometry geometry = board.geometry();
  std::map<std::uint32_t, int> shown;
  bool folded = false;
  for (const auto& chip : geometry.chips()) {
    folded = folded || chip.target.kind == BoardHit::Kind::Fold;
    if (chip.target.kind == BoardHit::Kind::Goroutine) ++shown[chip.target.id];
  }
  for (const auto& [g, times] : shown) EXPECT_EQ(times, 1) << g;
  std::set<std::uint32_t> placed;
  for (const auto& p : board.state.processors) {
    if (p.running.valid()) placed.insert(p.running.value);
    if (p.runnext.valid()) placed.insert(p.runnext.value);
    for (const LifeId g : p.queue) placed.insert(g.value);
  }
  for (const std::uint32_t g : placed) EXPECT_EQ(shown.count(g), 1U) << g;
}

TEST(BoardGeometry, ShowsWhoSelectsOnce) {
  Board board;
  board.state.rooms.clear();
  for (auto& p : board.state.processors) {
    p.running = p.runnext = LifeId();
    p.queue.clear();
  }
  board.state.global.clear();
  board.state.transit.clear();
  for (const std::uint32_t object : {5U, 6U, 7U})
    board.state.rooms.push_back({object, trace::WaitReason::Select, {LifeId(3), LifeId(4)}});
  std::map<std::uint32_t, int> shown;
  const BoardGeometry geometry = board.geometry();
  for (const auto& chip : geometry.chips())
    if (chip.target.kind == BoardHit::Kind::Goroutine) ++shown[chip.target.id];
  EXPECT_EQ(shown[3], 1);
  EXPECT_EQ(shown[4], 1);
}

TEST(BoardGeometry, KeepsQueuesInOrder) {
  const Board board;
  const BoardGeometry geometry = board.geometry();
  const auto& queue = board.state.processors[0].queue;
  ASSERT_GT(queue.size(), 6U);
  std::vector<std::uint32_t> shown;
  for (const auto& chip : geometry.chips()) {
    if (chip.target.kind == BoardHit::Kind::Goroutine &&
        std::count(queue.begin(), queue.end(), LifeId(chip.target.id)) > 0)
      shown.push_back(chip.target.id);
  }
  ASSERT_EQ(shown.size(), queue.size());
  for (std::size_t i = 0; i < queue.size(); ++i) EXPECT_EQ(shown[i], queue[i].value);
}

TEST(BoardGeometry, ChipsStandApartAndInTheirBoxes) {
  for (const std::uint32_t processors : {1U, 4U, 8U, 12U, 32U}) {
    const Board board(many(processors, 300), 1'000'000);
    const BoardGeometry geometry = board.geometry();
    const auto& chips = geometry.chips();
    for (std::size_t i = 0; i < chips.size(); ++i) {
      bool inside = false;
      for (const auto& box : geometry.boxes()) inside = inside || box.rect.contains(chips[i].rect);
      EXPECT_TRUE(inside) << processors << " processors, chip " << i;
      for (std::size_t k = 0; k < i; ++k) ASSERT_FALSE(chips[i].rect.intersects(chips[k].rect)) << i << " and " << k;
    }
  }
}

TEST(BoardGeometry, FindsWhatIsUnderAPoint) {
  const Board board;
  const BoardGeometry geometry = board.geometry();
  for (const auto& chip : geometry.chips()) {
    const BoardHit hit = geometry.hit(chip.rect.center());
    EXPECT_EQ(hit.kind, chip.target.kind);
    EXPECT_EQ(hit.id, chip.target.id);
  }
  const auto& card = geometry.boxes().front();
  EXPECT_EQ(geometry.hit(card.rect.topLeft() + QPointF(4, 4)).kind, BoardHit::Kind::Processor);
  EXPECT_EQ(geometry.hit({2, 2}).kind, BoardHit::Kind::Nothing);
}

TEST(BoardGeometry, HasCardsForEightProcessorsAndRowsForMore) {
  Board eight(many(8, 60), 1'000'000);
  eight.view.size.setHeight(1000);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_FALSE(eight.geometry().boxes()[i].row);
  Board nine(many(9, 60), 1'000'000);
  nine.view.size.setHeight(1000);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_TRUE(nine.geometry().boxes()[i].row);
}

TEST(BoardGeometry, DrawsAFullQueueWhole) {
  Board board;
  auto& queue = board.state.processors[1].queue;
  queue.clear();
  for (std::uint32_t i = 0; i < 256; ++i) queue.push_back(LifeId(i % 40));
  board.view.size.setHeight(1000);
  std::size_t cells = 0;
  const BoardGeometry geometry = board.geometry();
  for (const auto& chip : geometry.chips()) cells += chip.text.isEmpty() ? 1 : 0;
  EXPECT_GE(cells, 252U);
}

TEST(BoardGeometry, FoldsCrowdsByName) {
  Board board;
  board.state.global.clear();
  for (std::uint32_t i = 0; i < 2000; ++i) board.state.global.push_back(LifeId(i % 40));
  int folds = 0;
  const BoardGeometry geometry = board.geometry();
  for (const auto& chip : geometry.chips()) {
    if (chip.target.kind != BoardHit::Kind::Fold) continue;
    ++folds;
    EXPECT_TRUE(chip.text.contains(QStringLiteral(" × "))) << chip.text.toStdString();
  }
  EXPECT_GT(folds, 1);
}

TEST(BoardGeometry, SaysWhatIsUnknownSinceAGap) {
  Board board;
  const auto unknown = [&] {
    const BoardGeometry geometry = board.geometry();
    std::ptrdiff_t places = 0;
    for (const auto& box : geometry.boxes()) places += box.note.contains("unknown") ? 1 : 0;
    for (const auto& text : geometry.texts()) places += text.text.contains("unknown") ? 1 : 0;
    return places;
  };
  EXPECT_EQ(unknown(), 0);
  board.state.globalKnown = false;
  EXPECT_EQ(unknown(), 1);
  board.state.processors[1].queueKnown = false;
  EXPECT_EQ(unknown(), 2);
}

TEST(BoardGeometry, SaysThatATimeIsFolded) {
  Board board;
  board.state = {};
  board.state.folded = true;
  board.state.globalKnown = false;
  board.state.processors.resize(2);
  for (auto& p : board.state.processors) p.idle = p.queueKnown = false;
  const BoardGeometry geometry = board.geometry();
  for (const auto& chip : geometry.chips())
    EXPECT_EQ(chip.target.kind, BoardHit::Kind::Nothing) << chip.text.toStdString();
  int told = 0;
  for (const auto& text : geometry.texts()) {
    EXPECT_FALSE(text.text.contains("idle", Qt::CaseInsensitive) || text.text.contains("unknown") ||
                 text.text.contains("no M"))
        << text.text.toStdString();
    if (text.text.contains("folded")) ++told;
  }
  // Of a room neither a count is told nor that it is unknown.
  for (const auto& box : geometry.boxes()) {
    EXPECT_TRUE(box.note.isEmpty() || box.note == "folded") << box.note.toStdString();
    told += box.note.isEmpty() ? 0 : 1;
  }
  EXPECT_EQ(told, 2 + 1) << "each P, and why";
}

TEST(BoardGeometry, SaysWhenItIsASample) {
  Board board;
  const auto says = [&] {
    const BoardGeometry geometry = board.geometry();
    for (const auto& text : geometry.texts()) {
      if (text.text.contains("sampled")) return true;
    }
    return false;
  };
  EXPECT_FALSE(says());
  board.view.sampled = true;
  EXPECT_TRUE(says());
}

TEST(BoardPicture, ShowsRunningSolidAndOffCoreHollow) {
  const Board board;
  QImage image;
  renderBoard(board.model, board.state, board.view, image);
  const Palette& p = palette(board.view.theme);
  const BoardGeometry geometry = board.geometry();
  int solid = 0, hollow = 0;
  for (const auto& chip : geometry.chips()) {
    const QPoint corner = (chip.rect.topLeft() + QPointF(5, 4)).toPoint();
    if (chip.state == analysis::SpanState::Executing) {
      EXPECT_EQ(image.pixel(corner), p.state[0]);
      ++solid;
    } else if (chip.state == analysis::SpanState::OffCore) {
      EXPECT_EQ(image.pixel(corner), p.hollow);
      ++hollow;
    }
  }
  EXPECT_EQ(solid, 2);
  EXPECT_EQ(hollow, 2);
}

}  // namespace
}  // namespace gmpscope::app
