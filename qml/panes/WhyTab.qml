pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Why the selected span started: the rule, what else could have been chosen, how the goroutine came here.
ColumnLayout {
    id: root

    required property InspectorModel inspector

    spacing: 0

    Label {
        objectName: "whyTitle"
        Layout.fillWidth: true
        Layout.margins: Theme.margin
        Layout.bottomMargin: 4
        text: root.inspector.whyTitle
        color: Theme.text
        font.pixelSize: Theme.titleSize
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
    }
    Label {
        objectName: "whyPlace"
        Layout.fillWidth: true
        Layout.leftMargin: Theme.margin
        Layout.rightMargin: Theme.margin
        text: root.inspector.place
        color: Theme.dimText
        font.pixelSize: Theme.smallSize
        wrapMode: Text.Wrap
    }
    Label {
        objectName: "whyText"
        Layout.fillWidth: true
        Layout.margins: Theme.margin
        Layout.topMargin: 12
        visible: text !== ""
        text: root.inspector.whyText
        color: Theme.text
        font.pixelSize: Theme.textSize
        lineHeight: 1.25
        wrapMode: Text.Wrap
    }
    SectionTitle {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.margin
        Layout.rightMargin: Theme.margin
        Layout.bottomMargin: 4
        visible: root.inspector.candidates.count > 0
        text: qsTr("What else could have been chosen")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: root.inspector.candidates

        FactRow {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.gap
            Layout.rightMargin: Theme.gap
        }
    }
    SectionTitle {
        Layout.fillWidth: true
        Layout.margins: Theme.margin
        Layout.bottomMargin: 4
        visible: root.inspector.chain.count > 0
        text: qsTr("The chain")
    }
    Repeater {
        id: chain

        model: root.inspector.chain

        ChainRow {
            required property int index

            Layout.fillWidth: true
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            first: index === 0
            last: index === chain.count - 1
        }
    }
    Item {
        implicitHeight: Theme.margin
    }
}
