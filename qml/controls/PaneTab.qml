import QtQuick
import QtQuick.Controls
import GmpScope

// A tab with a line beneath the chosen one.
TabButton {
    id: control

    width: implicitWidth
    implicitHeight: 36
    padding: 0
    leftPadding: 2
    rightPadding: 2
    font.pixelSize: Theme.textSize
    font.weight: control.checked ? Font.DemiBold : Font.Normal

    contentItem: Label {
        text: control.text
        font: control.font
        color: control.checked ? Theme.text : Theme.dimText
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Item {
        Rectangle {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            height: 2
            color: control.checked ? Theme.accent : (control.hovered ? Theme.outline : "transparent")
        }
        Rectangle {
            anchors.fill: parent
            anchors.margins: 4
            radius: Theme.radius
            color: "transparent"
            border.width: control.visualFocus ? 2 : 0
            border.color: Theme.accent
        }
    }
}
