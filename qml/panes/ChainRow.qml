import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// A step in how a goroutine came here.
Item {
    id: root

    required property string name
    required property string value
    property bool first: false
    property bool last: false

    implicitHeight: row.implicitHeight + 8

    Rectangle {
        visible: !root.first
        x: 3
        width: 1
        height: 12
        color: Theme.outline
    }
    Rectangle {
        visible: !root.last
        x: 3
        y: 12
        width: 1
        height: parent.height - 12
        color: Theme.outline
    }
    Rectangle {
        y: 8
        width: 7
        height: 7
        radius: 3.5
        color: root.last ? Theme.live : Theme.faintText
    }
    RowLayout {
        id: row

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: 20
        y: 4
        spacing: Theme.gap

        Label {
            Layout.fillWidth: true
            text: root.name
            color: Theme.text
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
        }
        Label {
            Layout.alignment: Qt.AlignTop
            text: root.value
            color: Theme.dimText
            font.pixelSize: Theme.smallSize
        }
    }
}
