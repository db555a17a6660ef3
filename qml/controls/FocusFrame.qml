import QtQuick
import GmpScope

// Shows which picture has the keys.
Rectangle {
    property bool shown: false

    visible: shown
    color: "transparent"
    border.width: 1
    border.color: Theme.accent
    opacity: 0.7
}
