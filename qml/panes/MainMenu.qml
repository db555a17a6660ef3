import QtQuick
import QtQuick.Controls
import GmpScope

// The menus. Single keys belong to board and timeline; here are only combinations.
MenuBar {
    id: root

    required property Workbench workbench
    required property bool inspectorOpen

    signal openWanted
    signal saveWanted
    signal exportWanted
    signal inspectorToggled
    signal keysWanted
    signal aboutWanted
    signal quitWanted

    PopupMenu {
        title: qsTr("&File")

        Action {
            text: qsTr("&Open trace…")
            shortcut: "Ctrl+O"
            onTriggered: root.openWanted()
        }
        Action {
            text: qsTr("&Save trace…")
            shortcut: "Ctrl+S"
            enabled: root.workbench.run.present
            onTriggered: root.saveWanted()
        }
        Action {
            text: qsTr("&Export picture…")
            shortcut: "Ctrl+E"
            enabled: root.workbench.run.present
            onTriggered: root.exportWanted()
        }
        MenuSeparator {}
        Action {
            text: qsTr("&Quit")
            shortcut: "Ctrl+Q"
            onTriggered: root.quitWanted()
        }
    }
    PopupMenu {
        title: qsTr("&Run")

        Action {
            text: qsTr("&Run")
            shortcut: "Ctrl+R"
            enabled: root.workbench.library.chosen >= 0
            onTriggered: root.workbench.runChosen()
        }
        Action {
            text: qsTr("&Stop")
            shortcut: "Ctrl+."
            enabled: root.workbench.run.live
            onTriggered: root.workbench.run.stop()
        }
        Action {
            text: qsTr("&Pause")
            checkable: true
            checked: root.workbench.control.pauseAsked
            enabled: root.workbench.control.possible
            onTriggered: root.workbench.control.togglePause()
        }
        Action {
            text: qsTr("&Next decision")
            enabled: root.workbench.control.possible
            onTriggered: root.workbench.control.nextDecision()
        }
        Action {
            text: qsTr("&Hold view")
            checkable: true
            checked: root.workbench.view.held
            enabled: root.workbench.run.live
            onTriggered: root.workbench.view.toggleHeld()
        }
    }
    PopupMenu {
        title: qsTr("&View")

        Action {
            text: qsTr("&Whole trace")
            enabled: root.workbench.run.present
            onTriggered: root.workbench.view.fitAll()
        }
        Action {
            text: qsTr("&Fit the selection")
            enabled: root.workbench.view.selected
            onTriggered: root.workbench.view.fitSelection()
        }
        Action {
            text: qsTr("First &steal")
            enabled: root.workbench.run.present
            onTriggered: root.workbench.view.showFirstSteal()
        }
        Action {
            text: qsTr("&Inspector")
            shortcut: "Ctrl+I"
            checkable: true
            checked: root.inspectorOpen
            onTriggered: root.inspectorToggled()
        }
        MenuSeparator {}
        SchemeMenu {
            appearance: root.workbench.appearance
        }
        LanguageMenu {
            language: root.workbench.language
        }
    }
    PopupMenu {
        title: qsTr("&Help")

        Action {
            text: qsTr("&Keys")
            onTriggered: root.keysWanted()
        }
        Action {
            text: qsTr("&About gmpscope")
            onTriggered: root.aboutWanted()
        }
    }
}
