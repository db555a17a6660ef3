import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Board, overview and timeline; or what to do where there is no trace.
Item {
    id: root

    required property Workbench workbench
    readonly property RunController run: workbench.run
    property bool hintDismissed: false
    property bool endDismissed: false

    signal keysWanted
    signal openWanted

    Connections {
        target: root.run
        function onReplaced(): void {
            root.endDismissed = false;
        }
    }

    ColumnLayout {
        anchors.fill: parent
        visible: root.run.present
        spacing: 0

        NoticeBar {
            objectName: "endNotice"
            Layout.fillWidth: true
            visible: root.run.failed && !root.endDismissed
            fault: true
            sentence: root.run.endText
            detail: root.run.endReport
            action: root.run.replay ? "" : qsTr("Run again")
            onTriggered: root.workbench.runChosen()
            onDismissed: root.endDismissed = true
        }
        NoticeBar {
            objectName: "kernelNotice"
            Layout.fillWidth: true
            visible: !root.run.kernelKnown && root.run.kernelHint !== "" && !root.hintDismissed
            sentence: qsTr("The kernel doesn't say which thread is on which core.")
            detail: root.run.kernelHint
            action: qsTr("Copy")
            onTriggered: {
                clipboard.text = root.run.kernelHint;
                clipboard.selectAll();
                clipboard.copy();
            }
            onDismissed: root.hintDismissed = true
        }
        SplitView {
            id: split

            Layout.fillWidth: true
            Layout.fillHeight: true
            orientation: Qt.Vertical

            handle: Item {
                implicitHeight: 5
                Hairline {
                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                }
            }

            BoardPane {
                id: board

                // The timeline keeps 45 % of the window's height.
                SplitView.preferredHeight: Math.min(360, split.height - 56 - root.Window.height * 0.45)
                SplitView.minimumHeight: 120
                workbench: root.workbench
                onKeysWanted: root.keysWanted()
            }
            ColumnLayout {
                SplitView.fillHeight: true
                SplitView.minimumHeight: 200
                spacing: 0

                OverviewPane {
                    Layout.fillWidth: true
                    workbench: root.workbench
                    onKeysWanted: root.keysWanted()
                }
                TimelinePane {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    workbench: root.workbench
                    onKeysWanted: root.keysWanted()
                }
            }
        }
    }
    EmptyState {
        objectName: "noRun"
        anchors.centerIn: parent
        width: 360
        visible: !root.run.present && !root.run.pictured
        sentence: root.run.loading ? qsTr("Reading the trace …") : qsTr("Nothing has run yet.")
        detail: root.run.loading ? "" : root.workbench.library.chosenDescription
        action: root.run.loading ? "" : qsTr("Run “%1”").arg(root.workbench.library.chosenTitle)
        actionIcon: "qrc:/icons/run.svg"
        onTriggered: root.workbench.runChosen()
    }
    // What the file shows at once; no event has been read yet, so nothing can be asked.
    Rectangle {
        objectName: "firstPicture"
        anchors.fill: parent
        visible: root.run.pictured
        color: Theme.ground

        FirstPictureItem {
            anchors.fill: parent
            run: root.run
            dark: Theme.dark
        }
        Label {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.top: parent.top
            anchors.topMargin: 6
            text: qsTr("Reading the trace …")
            color: Theme.dimText
        }
        MouseArea {
            anchors.fill: parent
            acceptedButtons: Qt.AllButtons
        }
    }
    TextEdit {
        id: clipboard

        visible: false
    }
}
