pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import GmpScope

// How fast the run goes on: as fast as it can, or a decision at a time.
ToolControl {
    id: root

    required property RunControl control

    text: root.control.speeds[root.control.speed]
    tip: qsTr("How fast the run goes on")
    enabled: root.control.possible
    onClicked: menu.popup(root, 0, root.height)

    PopupMenu {
        id: menu

        Repeater {
            model: root.control.speeds
            delegate: MenuItem {
                required property int index
                required property string modelData

                text: modelData
                checkable: true
                checked: root.control.speed === index
                onTriggered: root.control.speed = index
            }
        }
    }
}
