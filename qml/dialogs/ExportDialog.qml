import QtQuick
import QtQuick.Controls
import QtQuick.Dialogs
import GmpScope

// A picture of the timeline: what it shall be, then the file.
Dialog {
    id: root

    required property Workbench workbench

    objectName: "exportDialog"
    title: qsTr("Export picture")
    width: 420
    modal: true
    padding: Theme.margin

    ExportForm {
        id: form

        anchors.fill: parent
    }

    footer: Row {
        layoutDirection: Qt.RightToLeft
        spacing: Theme.gap
        padding: Theme.margin
        topPadding: 0

        ToolControl {
            objectName: "exportAccept"
            text: qsTr("Export…")
            checked: true
            onClicked: root.accept()
        }
        ToolControl {
            text: qsTr("Cancel")
            onClicked: root.reject()
        }
    }
    onAccepted: file.open()

    FileDialog {
        id: file

        objectName: "exportFile"
        title: qsTr("Export picture")
        fileMode: FileDialog.SaveFile
        acceptLabel: qsTr("Export")
        nameFilters: [qsTr("PNG pictures (*.png)")]
        onAccepted: root.workbench.exporter.exportTimeline(selectedFile, form.chosenWidth, form.chosenHeight,
                                                           form.chosenScale, form.chosenLook, form.whole)
    }
}
