// Keys count by their place, so that they work under a Russian layout. With an X server: elsewhere no place is known.

#include <gtest/gtest.h>

#include <QGuiApplication>

#include "app/items/key_command.h"

namespace gmpscope::app {
namespace {

constexpr int kFromKernelToX = 8;

KeyCommand pressed(int place, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  return keyCommand(QKeyEvent(QEvent::KeyPress, key, modifiers, static_cast<quint32>(place + kFromKernelToX), 0, 0));
}

TEST(Keys, WorkUnderARussianLayout) {
  ASSERT_EQ(QGuiApplication::platformName(), QStringLiteral("xcb"));
  EXPECT_EQ(pressed(17, 0x0426), KeyCommand::ZoomIn);                     // Ц
  EXPECT_EQ(pressed(31, 0x042b), KeyCommand::ZoomOut);                    // Ы
  EXPECT_EQ(pressed(30, 0x0424), KeyCommand::Earlier);                    // Ф
  EXPECT_EQ(pressed(32, 0x0412), KeyCommand::Later);                      // В
  EXPECT_EQ(pressed(33, 0x0410), KeyCommand::FitSelection);               // А
  EXPECT_EQ(pressed(35, 0x0420), KeyCommand::Hold);                       // Р
  EXPECT_EQ(pressed(51, 0x0411), KeyCommand::PreviousEvent);              // Б
  EXPECT_EQ(pressed(52, 0x042e), KeyCommand::NextEvent);                  // Ю
  EXPECT_EQ(pressed(44, 0x042f, Qt::ControlModifier), KeyCommand::Undo);  // Я
  EXPECT_EQ(pressed(53, Qt::Key_Comma, Qt::ShiftModifier), KeyCommand::ShowKeys);
}

TEST(Keys, LeaveCombinationsToTheMenus) {
  EXPECT_EQ(pressed(31, Qt::Key_S, Qt::ControlModifier), KeyCommand::None);
  EXPECT_EQ(pressed(17, Qt::Key_W, Qt::AltModifier), KeyCommand::None);
}

}  // namespace
}  // namespace gmpscope::app
