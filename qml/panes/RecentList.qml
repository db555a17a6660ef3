pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Traces opened or saved last.
ColumnLayout {
    id: root

    required property RecentTraces recent

    signal chosen(url file)

    visible: recent.count > 0
    spacing: 0

    SectionTitle {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.margin
        Layout.bottomMargin: Theme.gap
        text: qsTr("Recent traces")
    }
    Repeater {
        model: root.recent

        AbstractButton {
            id: row

            required property string name
            required property string folder
            required property url fileUrl

            Layout.fillWidth: true
            implicitHeight: 28
            hoverEnabled: true
            Accessible.name: name
            ToolTip.visible: hovered
            ToolTip.delay: 600
            ToolTip.text: folder
            onClicked: root.chosen(row.fileUrl)

            background: Rectangle {
                radius: Theme.radius
                color: row.hovered ? Theme.hover : "transparent"
                border.width: row.visualFocus ? 2 : 0
                border.color: Theme.accent
            }
            contentItem: Label {
                leftPadding: 20
                rightPadding: Theme.gap
                text: row.name
                color: Theme.text
                font.pixelSize: Theme.textSize
                elide: Text.ElideMiddle
                verticalAlignment: Text.AlignVCenter
            }
        }
    }
}
