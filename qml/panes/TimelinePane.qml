import QtQuick
import GmpScope

// How it came about.
Rectangle {
    id: root

    required property Workbench workbench

    signal keysWanted

    color: Theme.ground

    TimelineItem {
        id: timeline

        objectName: "timeline"
        anchors.fill: parent
        view: root.workbench.view
        dark: Theme.dark
        activeFocusOnTab: true
        Accessible.name: qsTr("Timeline")
        onKeysWanted: root.keysWanted()
        onPauseWanted: root.workbench.control.togglePause()
        onNextDecisionWanted: root.workbench.control.nextDecision()
    }
    FocusFrame {
        anchors.fill: parent
        shown: timeline.activeFocus
    }
}
