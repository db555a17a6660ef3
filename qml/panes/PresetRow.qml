import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// A preset: its title, and in one line what it shows.
AbstractButton {
    id: root

    required property string presetId
    required property string title
    required property string summary
    property bool chosen: false

    objectName: "preset:" + presetId
    implicitHeight: implicitContentHeight + 12
    topPadding: 6
    bottomPadding: 6
    hoverEnabled: true
    Accessible.name: title
    Accessible.description: summary

    background: Item {
        Rectangle {
            anchors.fill: parent
            anchors.leftMargin: Theme.gap
            anchors.rightMargin: Theme.gap
            radius: Theme.radius
            color: root.chosen ? Theme.raised : (root.hovered ? Theme.hover : "transparent")
            border.width: root.visualFocus ? 2 : (root.chosen ? 1 : 0)
            border.color: root.visualFocus ? Theme.accent : Theme.outline
        }
        Rectangle {
            visible: root.chosen
            x: Theme.gap
            y: 6
            width: 3
            height: parent.height - 12
            radius: 1.5
            color: Theme.accent
        }
    }
    leftPadding: 20
    rightPadding: Theme.margin
    contentItem: ColumnLayout {
        spacing: 2

        Label {
            Layout.fillWidth: true
            text: root.title
            color: Theme.text
            font.pixelSize: Theme.textSize
            font.weight: root.chosen ? Font.DemiBold : Font.Normal
            wrapMode: Text.Wrap
        }
        Label {
            Layout.fillWidth: true
            visible: root.chosen
            text: root.summary
            color: Theme.dimText
            font.pixelSize: Theme.smallSize
            wrapMode: Text.Wrap
        }
    }
}
