import QtQuick
import QtQuick.Controls
import GmpScope

// One sentence above the pictures that the user should know of, with one action.
Rectangle {
    id: root

    required property string sentence
    property string detail: ""
    property string action: ""
    property bool fault: false

    signal triggered
    signal dismissed

    implicitHeight: Math.max(40, texts.implicitHeight + 12)
    color: Theme.raised

    Rectangle {
        width: 3
        height: parent.height
        color: root.fault ? Theme.fault : Theme.accent
    }
    Column {
        id: texts

        anchors.left: parent.left
        anchors.right: buttons.left
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: 12
        spacing: 2

        Label {
            objectName: "noticeSentence"
            width: parent.width
            text: root.sentence
            color: root.fault ? Theme.faultText : Theme.text
            font.pixelSize: Theme.textSize
            font.weight: root.fault ? Font.DemiBold : Font.Normal
            wrapMode: Text.Wrap
        }
        Label {
            objectName: "noticeDetail"
            width: parent.width
            visible: text !== ""
            text: root.detail
            color: Theme.dimText
            font.pixelSize: Theme.smallSize
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 3
        }
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.rightMargin: Theme.gap
        spacing: Theme.gap

        ToolControl {
            objectName: "noticeAction"
            visible: root.action !== ""
            text: root.action
            onClicked: root.triggered()
        }
        ToolControl {
            objectName: "noticeClose"
            flatLook: true
            icon.source: "qrc:/icons/close.svg"
            tip: qsTr("Dismiss")
            onClicked: root.dismissed()
        }
    }
    Hairline {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
    }
}
