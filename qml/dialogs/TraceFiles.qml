import QtQuick
import QtQuick.Dialogs
import GmpScope

// The file dialogs for traces.
Item {
    id: root

    required property RunController run

    function openTrace(): void {
        opening.open();
    }
    function saveTrace(): void {
        saving.open();
    }

    FileDialog {
        id: opening

        title: qsTr("Open a trace")
        nameFilters: [qsTr("Traces (*.gmps)"), qsTr("All files (*)")]
        onAccepted: root.run.open(selectedFile)
    }
    FileDialog {
        id: saving

        title: qsTr("Save the trace")
        fileMode: FileDialog.SaveFile
        acceptLabel: qsTr("Save")
        nameFilters: [qsTr("Traces (*.gmps)")]
        onAccepted: root.run.save(selectedFile)
    }
}
