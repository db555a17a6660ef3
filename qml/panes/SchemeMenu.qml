import QtQuick
import QtQuick.Controls
import GmpScope

// Dark, light, or as the system.
PopupMenu {
    id: root

    required property Appearance appearance

    title: qsTr("&Appearance")

    Action {
        text: qsTr("As the &system")
        checkable: true
        checked: root.appearance.scheme === Appearance.System
        onTriggered: root.appearance.scheme = Appearance.System
    }
    Action {
        text: qsTr("&Dark")
        checkable: true
        checked: root.appearance.scheme === Appearance.Dark
        onTriggered: root.appearance.scheme = Appearance.Dark
    }
    Action {
        text: qsTr("&Light")
        checkable: true
        checked: root.appearance.scheme === Appearance.Light
        onTriggered: root.appearance.scheme = Appearance.Light
    }
}
