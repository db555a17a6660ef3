pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// What the selected span is.
ColumnLayout {
    id: root

    required property InspectorModel inspector

    spacing: 0

    Label {
        objectName: "detailsTitle"
        Layout.fillWidth: true
        Layout.margins: Theme.margin
        Layout.bottomMargin: Theme.gap
        text: root.inspector.title
        color: Theme.text
        font.pixelSize: Theme.titleSize
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
    }
    Repeater {
        model: root.inspector.details

        FactRow {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gap
            Layout.rightMargin: Theme.gap
        }
    }
    Item {
        implicitHeight: Theme.margin
    }
}
