pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Qt.labs.settings
import GmpScope

// The window: its panes, its menu, and nothing else.
ApplicationWindow {
    id: root

    required property Workbench workbench
    readonly property bool narrow: width < 1440
    property bool inspectorOpen: true

    function showKeys(): void {
        keys.open();
    }

    width: 1600
    height: 900
    minimumWidth: 960
    minimumHeight: 600
    visible: true
    title: workbench.run.present ? qsTr("%1 – gmpscope").arg(workbench.run.source) : "gmpscope"
    color: Theme.ground

    palette {
        window: Theme.pane
        windowText: Theme.text
        base: Theme.ground
        alternateBase: Theme.raised
        text: Theme.text
        button: Theme.raised
        buttonText: Theme.text
        brightText: Theme.onAccent
        highlight: Theme.accent
        highlightedText: Theme.onAccent
        light: Theme.hover
        midlight: Theme.line
        mid: Theme.outline
        dark: Theme.outline
        shadow: "#000000"
        toolTipBase: Theme.raised
        toolTipText: Theme.text
        placeholderText: Theme.faintText
        link: Theme.accentText
        linkVisited: Theme.accentText
        disabled {
            windowText: Theme.disabledText
            text: Theme.disabledText
            buttonText: Theme.disabledText
        }
    }

    Binding {
        target: ScenePalette
        property: "dark"
        value: root.workbench.appearance.dark
    }
    Settings {
        category: "window"
        property alias inspectorOpen: root.inspectorOpen
    }

    menuBar: MainMenu {
        workbench: root.workbench
        inspectorOpen: root.inspectorOpen
        onInspectorToggled: root.inspectorOpen = !root.inspectorOpen
        onOpenWanted: files.openTrace()
        onSaveWanted: files.saveTrace()
        onExportWanted: exportDialog.open()
        onKeysWanted: root.showKeys()
        onAboutWanted: about.open()
        onQuitWanted: root.close()
    }
    header: TransportBar {
        workbench: root.workbench
    }
    footer: StatusLine {
        workbench: root.workbench
        inspectorOpen: root.inspectorOpen
        onKeysWanted: root.showKeys()
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0

        LibraryRail {
            visible: root.narrow
            Layout.fillHeight: true
            libraryOpen: libraryPopup.visible
            onLibraryWanted: libraryPopup.visible ? libraryPopup.close() : libraryPopup.open()
            onOpenWanted: files.openTrace()
        }
        LibraryPane {
            objectName: "library"
            visible: !root.narrow
            Layout.fillHeight: true
            Layout.preferredWidth: 240
            workbench: root.workbench
            onRunWanted: root.workbench.runChosen()
        }
        Hairline {
            vertical: true
            Layout.fillHeight: true
        }
        Centre {
            objectName: "centre"
            Layout.fillWidth: true
            Layout.fillHeight: true
            workbench: root.workbench
            onKeysWanted: root.showKeys()
            onOpenWanted: files.openTrace()
        }
        Hairline {
            vertical: true
            visible: root.inspectorOpen
            Layout.fillHeight: true
        }
        InspectorPane {
            objectName: "inspector"
            visible: root.inspectorOpen
            Layout.fillHeight: true
            Layout.preferredWidth: root.narrow ? 288 : 320
            workbench: root.workbench
            onCloseWanted: root.inspectorOpen = false
        }
    }

    // The mode is seen at the window's edge as well.
    Rectangle {
        objectName: "modeBorder"
        anchors.fill: parent
        visible: root.workbench.run.live || root.workbench.run.failed
        color: "transparent"
        border.width: 2
        border.color: Theme.modeFill(root.workbench.mode, root.workbench.run.failed)
    }

    Popup {
        id: libraryPopup

        x: 48
        width: 264
        height: root.contentItem.height
        padding: 1
        contentItem: LibraryPane {
            workbench: root.workbench
            onRunWanted: {
                libraryPopup.close();
                root.workbench.runChosen();
            }
        }
        background: Rectangle {
            color: Theme.pane
            border.color: Theme.outline
        }
    }
    TraceFiles {
        id: files

        run: root.workbench.run
    }
    ExportDialog {
        id: exportDialog

        workbench: root.workbench
        anchors.centerIn: Overlay.overlay
    }
    KeysDialog {
        id: keys

        anchors.centerIn: Overlay.overlay
    }
    AboutDialog {
        id: about

        anchors.centerIn: Overlay.overlay
    }
}
