import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// A name and its value; the strong one is what was chosen.
Rectangle {
    id: root

    required property string name
    required property string value
    required property bool strong

    implicitHeight: Math.max(24, row.implicitHeight + 8)
    radius: 4
    color: strong ? Theme.raised : "transparent"

    RowLayout {
        id: row

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.gap
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: 12

        Label {
            Layout.fillWidth: true
            Layout.preferredWidth: 90
            Layout.alignment: Qt.AlignTop
            text: root.name
            color: root.strong ? Theme.text : Theme.dimText
            font.pixelSize: Theme.smallSize
            font.weight: root.strong ? Font.DemiBold : Font.Normal
            wrapMode: Text.Wrap
        }
        Label {
            Layout.fillWidth: true
            Layout.preferredWidth: 150
            horizontalAlignment: Text.AlignRight
            text: root.value
            color: root.strong ? Theme.accentText : Theme.dimText
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
        }
    }
}
