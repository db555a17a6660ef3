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
        case Workbench.Reading:
            return qsTr("READING");
        case Workbench.Live:
            return qsTr("LIVE");
        case Workbench.Held:
            return qsTr("HELD");
        case Workbench.Paused:
            return qsTr("PAUSED");
        case Workbench.Slow:
            return qsTr("SLOW");
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
        case Workbench.Reading:
            return "qrc:/icons/open.svg";
        case Workbench.Live:
            return "qrc:/icons/live.svg";
        case Workbench.Held:
            return "qrc:/icons/hold.svg";
        case Workbench.Paused:
            return "qrc:/icons/pause.svg";
        case Workbench.Slow:
            return "qrc:/icons/next.svg";
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
        case Workbench.Reading:
            return qsTr("A trace file is being read");
        case Workbench.Live:
            return qsTr("The picture follows the run");
        case Workbench.Held:
            return qsTr("The picture stands still, the run goes on");
        case Workbench.Paused:
            return qsTr("The run stands still: every thread where it was");
        case Workbench.Slow:
            return qsTr("The run goes on a decision at a time");
        case Workbench.Ended:
            return root.workbench.run.endText;
        case Workbench.Replay:
            return qsTr("A trace file: %1").arg(root.workbench.run.source);
        default:
            return qsTr("Nothing has been run or opened");
        }
    }
}
