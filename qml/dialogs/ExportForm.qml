import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// What a picture of the timeline shall be.
GridLayout {
    id: root

    readonly property int chosenWidth: widthBox.value
    readonly property int chosenHeight: allLanes.checked ? 0 : heightBox.value  // 0: as high as the lanes need
    readonly property real chosenScale: [1, 2, 4][scale.currentIndex]
    readonly property int chosenLook: [ExportController.Dark, ExportController.Light, ExportController.Print][look.currentIndex]
    readonly property bool whole: wholeTrace.checked

    columns: 2
    columnSpacing: Theme.margin
    rowSpacing: 12

    component Caption: Label {
        color: Theme.dimText
        font.pixelSize: Theme.textSize
    }

    Caption {
        text: qsTr("Width")
    }
    SpinBox {
        id: widthBox

        objectName: "exportWidth"
        Layout.fillWidth: true
        from: 320
        to: 16000
        stepSize: 80
        value: 1600
        editable: true
    }
    Caption {
        text: qsTr("Height")
    }
    RowLayout {
        spacing: Theme.gap

        SpinBox {
            id: heightBox

            objectName: "exportHeight"
            from: 160
            to: 16000
            stepSize: 40
            value: 900
            editable: true
            enabled: !allLanes.checked
        }
        CheckBox {
            id: allLanes

            objectName: "exportAllLanes"
            text: qsTr("all lanes")
            checked: true
        }
    }
    Caption {
        text: qsTr("Scale")
    }
    ComboBox {
        id: scale

        objectName: "exportScale"
        Layout.fillWidth: true
        model: ["1×", "2×", "4×"]
        currentIndex: 1
    }
    Caption {
        text: qsTr("Theme")
    }
    ComboBox {
        id: look

        objectName: "exportTheme"
        Layout.fillWidth: true
        model: [qsTr("Dark"), qsTr("Light"), qsTr("Print")]
        currentIndex: Theme.dark ? 0 : 1
    }
    Caption {
        text: qsTr("Range")
    }
    ColumnLayout {
        spacing: 0

        RadioButton {
            text: qsTr("what the timeline shows")
            checked: true
        }
        RadioButton {
            id: wholeTrace

            objectName: "exportWhole"
            text: qsTr("the whole trace")
        }
    }
}
