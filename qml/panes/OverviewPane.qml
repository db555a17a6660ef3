import QtQuick
import GmpScope

// The whole trace in one strip.
Rectangle {
    id: root

    required property Workbench workbench

    signal keysWanted

    implicitHeight: 48
    color: Theme.ground

    OverviewItem {
        objectName: "overview"
        anchors.fill: parent
        anchors.topMargin: 4
        anchors.bottomMargin: 4
        view: root.workbench.view
        dark: Theme.dark
        Accessible.name: qsTr("Whole trace")
        onKeysWanted: root.keysWanted()
    }
    Hairline {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
    }
}
