pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// The parameters of the next run, each with its range in the tool tip.
ColumnLayout {
    id: root

    required property ParameterModel parameters

    spacing: Theme.gap

    RowLayout {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.margin
        Layout.rightMargin: Theme.gap

        SectionTitle {
            Layout.fillWidth: true
            text: qsTr("Parameters")
        }
        ToolControl {
            objectName: "resetParameters"
            flatLook: true
            implicitHeight: 20
            font.pixelSize: Theme.smallSize
            text: qsTr("Defaults")
            opacity: root.parameters.changed ? 1 : 0
            enabled: root.parameters.changed
            onClicked: root.parameters.reset()
        }
    }
    Repeater {
        model: root.parameters

        RowLayout {
            id: row

            required property int index
            required property string title
            required property string valueText
            required property string rangeText
            required property bool valid
            required property bool lowest
            required property bool highest

            Layout.fillWidth: true
            Layout.leftMargin: 20
            Layout.rightMargin: Theme.margin
            spacing: Theme.gap

            Label {
                Layout.fillWidth: true
                text: row.title
                color: Theme.dimText
                font.pixelSize: Theme.smallSize
                wrapMode: Text.Wrap
            }
            NumberStepper {
                objectName: "parameter" + row.index
                value: row.valueText
                valid: row.valid
                lowest: row.lowest
                highest: row.highest
                tip: row.rangeText
                fieldWidth: 56
                onStepped: direction => root.parameters.step(row.index, direction)
                onEdited: text => root.parameters.enter(row.index, text)
            }
        }
    }
}
