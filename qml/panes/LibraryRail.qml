import QtQuick
import QtQuick.Layouts
import GmpScope

// What is left of the library in a narrow window.
Rectangle {
    id: root

    property bool libraryOpen: false

    signal libraryWanted
    signal openWanted

    implicitWidth: 48
    color: Theme.pane

    ColumnLayout {
        anchors.top: parent.top
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.topMargin: Theme.gap
        spacing: Theme.gap

        ToolControl {
            objectName: "libraryButton"
            Layout.preferredWidth: 32
            Layout.preferredHeight: 32
            flatLook: true
            checked: root.libraryOpen
            icon.source: "qrc:/icons/library.svg"
            tip: qsTr("Presets and recent traces")
            onClicked: root.libraryWanted()
        }
        ToolControl {
            objectName: "openButton"
            Layout.preferredWidth: 32
            Layout.preferredHeight: 32
            flatLook: true
            icon.source: "qrc:/icons/open.svg"
            tip: qsTr("Open a trace… (Ctrl+O)")
            onClicked: root.openWanted()
        }
    }
}
