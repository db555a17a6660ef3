import QtQuick
import GmpScope

// The pill for the mode of now.
ModePill {
    id: root

    required property Workbench workbench
    readonly property int mode: workbench.mode
    readonly property bool failed: workbench.run.failed

    word: {
        switch (root.mode) {
        case Workbench.Live:
            return qsTr("LIVE");
        case Workbench.Held:
            return qsTr("HELD");
        case Workbench.Ended:
            return qsTr("ENDED");
        case Workbench.Replay:
            return qsTr("REPLAY");
        default:
            return qsTr("NO RUN");
        }
    }
    icon: {
        switch (root.mode) {
        case Workbench.Live:
            return "qrc:/icons/live.svg";
        case Workbench.Held:
            return "qrc:/icons/hold.svg";
        case Workbench.Ended:
            return root.failed ? "qrc:/icons/failed.svg" : "qrc:/icons/ended.svg";
        case Workbench.Replay:
            return "qrc:/icons/replay.svg";
        default:
            return "qrc:/icons/empty.svg";
        }
    }
    fill: Theme.modeFill(root.mode, root.failed)
    ink: Theme.modeInk(root.mode, root.failed)
    tip: {
        switch (root.mode) {
        case Workbench.Live:
            return qsTr("The picture follows the run");
        case Workbench.Held:
            return qsTr("The picture stands still, the run goes on");
        case Workbench.Ended:
            return root.workbench.run.endText;
        case Workbench.Replay:
            return qsTr("A trace file: %1").arg(root.workbench.run.source);
        default:
            return qsTr("Nothing has been run or opened");
        }
    }
}
