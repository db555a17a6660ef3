import QtQuick
import QtQuick.Controls
import GmpScope

// A menu with an outline that is seen in both themes: the style's own is darker than the ground, which in the dark one
// is no outline.
Menu {
    background: Rectangle {
        implicitWidth: 200
        implicitHeight: 20
        color: Theme.bar
        border.width: 1
        border.color: Theme.outline
    }
}
