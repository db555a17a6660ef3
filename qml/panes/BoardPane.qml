import QtQuick
import QtQuick.Controls
import GmpScope

// Everything at one moment.
Rectangle {
    id: root

    required property Workbench workbench

    signal keysWanted

    color: Theme.ground

    Flickable {
        id: flick

        anchors.fill: parent
        clip: true
        contentWidth: width
        contentHeight: board.height
        boundsBehavior: Flickable.StopAtBounds
        interactive: false
        ScrollBar.vertical: ScrollBar {
            policy: flick.contentHeight > flick.height + 1 ? ScrollBar.AlwaysOn : ScrollBar.AlwaysOff
        }

        WheelHandler {
            onWheel: event => flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height,
                                                                   flick.contentY - event.angleDelta.y / 2))
        }
        BoardItem {
            id: board

            objectName: "board"
            width: flick.width
            height: Math.max(flick.height, contentHeight)
            view: root.workbench.view
            dark: Theme.dark
            activeFocusOnTab: true
            Accessible.name: qsTr("Scheduler board")
            onKeysWanted: root.keysWanted()
            onPauseWanted: root.workbench.control.togglePause()
            onNextDecisionWanted: root.workbench.control.nextDecision()
        }
    }
    IdleNotice {
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: 2
        anchors.rightMargin: 12
        visible: board.allIdle && root.workbench.mode !== Workbench.Live && root.workbench.mode !== Workbench.Slow
        onTriggered: root.workbench.view.showNearestWork()
    }
    FocusFrame {
        anchors.fill: flick
        shown: board.activeFocus
    }
}
