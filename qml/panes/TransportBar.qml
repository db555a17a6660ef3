import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Run, stop, hold the view; what the picture is; how the run goes.
Rectangle {
    id: root

    required property Workbench workbench
    readonly property RunController run: workbench.run
    readonly property RunControl control: workbench.control
    // Otherwise the icons have to do.
    readonly property bool roomy: width >= 1500

    implicitHeight: 48
    color: Theme.bar

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 12
        anchors.rightMargin: Theme.margin
        spacing: Theme.gap

        ModeIndicator {
            objectName: "modePill"
            workbench: root.workbench
        }
        ToolControl {
            objectName: "runButton"
            text: qsTr("Run")
            icon.source: "qrc:/icons/run.svg"
            tip: qsTr("Run “%1” with these parameters (Ctrl+R)").arg(root.workbench.library.chosenTitle)
            enabled: root.workbench.library.chosen >= 0
            onClicked: root.workbench.runChosen()
        }
        ToolControl {
            objectName: "stopButton"
            text: qsTr("Stop")
            icon.source: "qrc:/icons/stop.svg"
            tip: qsTr("End the run; what was recorded stays (Ctrl+.)")
            enabled: root.run.live && !root.run.stopping
            onClicked: root.run.stop()
        }
        ToolControl {
            objectName: "pauseButton"
            text: root.roomy ? qsTr("Pause") : ""
            icon.source: "qrc:/icons/pause.svg"
            tip: qsTr("Pause: stop the run where it stands, and let it go on (Space)")
            checkable: true
            checked: root.control.pauseAsked
            enabled: root.control.possible
            onToggled: root.control.togglePause()
        }
        ToolControl {
            objectName: "nextButton"
            text: root.roomy ? qsTr("Next decision") : ""
            icon.source: "qrc:/icons/next.svg"
            tip: qsTr("Next decision: one thread goes on until it has chosen a goroutine or parks (N)")
            enabled: root.control.possible
            onClicked: root.control.nextDecision()
        }
        StepMenu {
            objectName: "stepButton"
            control: root.control
        }
        SpeedMenu {
            objectName: "speedButton"
            control: root.control
        }
        ToolControl {
            objectName: "holdButton"
            text: root.roomy ? qsTr("Hold view") : ""
            icon.source: "qrc:/icons/hold.svg"
            tip: qsTr("Freeze the picture while the run goes on (H)")
            checkable: true
            checked: root.workbench.view.held
            enabled: root.run.live
            onToggled: root.workbench.view.held = checked
        }
        Item {
            implicitWidth: Theme.gap
        }
        Label {
            text: "GOMAXPROCS"
            color: Theme.dimText
            font.pixelSize: Theme.smallSize
        }
        NumberStepper {
            objectName: "gomaxprocs"
            value: root.run.gomaxprocs.toString()
            lowest: root.run.gomaxprocs <= 1
            highest: root.run.gomaxprocs >= 256
            tip: qsTr("Processors P, of a run that goes on too; this machine has %n core(s)", "", root.run.cores)
            fieldWidth: 32
            onStepped: direction => root.control.setProcs(root.run.gomaxprocs + direction)
            onEdited: text => root.accept(text)
        }
        Item {
            Layout.fillWidth: true
        }
        Label {
            objectName: "aheadLabel"
            visible: text !== ""
            text: root.workbench.view.aheadText
            color: Theme.accentText
            font.pixelSize: Theme.textSize
        }
        Figures {
            objectName: "figures"
            run: root.run
            visible: root.run.present
        }
    }
    Hairline {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
    }

    function accept(text: string): void {
        const count = parseInt(text);
        if (!isNaN(count))
            root.control.setProcs(count);
    }
}
