import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// What is said where there is nothing to show: one sentence and one action.
ColumnLayout {
    id: root

    required property string sentence
    property string detail: ""
    property string action: ""
    property url actionIcon
    property color sentenceColor: Theme.dimText

    signal triggered

    spacing: 12

    Label {
        objectName: "sentence"
        Layout.fillWidth: true
        text: root.sentence
        color: root.sentenceColor
        font.pixelSize: Theme.textSize + 1
        wrapMode: Text.Wrap
        lineHeight: 1.25
        horizontalAlignment: Text.AlignHCenter
    }
    Label {
        Layout.fillWidth: true
        visible: text !== ""
        text: root.detail
        color: Theme.faintText
        font.pixelSize: Theme.smallSize
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
    }
    ToolControl {
        objectName: "action"
        Layout.alignment: Qt.AlignHCenter
        visible: root.action !== ""
        text: root.action
        icon.source: root.actionIcon
        onClicked: root.triggered()
    }
}
