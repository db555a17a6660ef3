import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// The last message; else, with the inspector closed, the selection; at the right where the cores' lanes come from.
Rectangle {
    id: root

    required property Workbench workbench
    required property bool inspectorOpen

    signal keysWanted

    implicitHeight: 28
    color: Theme.bar

    Hairline {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.gap
        spacing: 12

        Label {
            objectName: "statusText"
            Layout.fillWidth: true
            text: {
                if (root.workbench.message !== "")
                    return root.workbench.message;
                if (!root.inspectorOpen && root.workbench.inspector.present)
                    return root.workbench.inspector.line;
                return root.workbench.run.live ? root.workbench.run.source : root.workbench.run.endText;
            }
            color: root.workbench.message !== "" && root.workbench.messageIsError ? Theme.faultText : Theme.dimText
            font.pixelSize: Theme.smallSize
            elide: Text.ElideRight
        }
        Label {
            objectName: "kernelSource"
            visible: text !== ""
            text: root.workbench.run.kernelText
            color: Theme.faintText
            font.pixelSize: Theme.smallSize

            HoverHandler {
                id: hover
            }
            ToolTip.visible: hover.hovered && root.workbench.run.kernelHint !== ""
            ToolTip.text: root.workbench.run.kernelHint
        }
        ToolControl {
            objectName: "keysButton"
            implicitHeight: 22
            flatLook: true
            icon.source: "qrc:/icons/keys.svg"
            tip: qsTr("Keys (?)")
            onClicked: root.keysWanted()
        }
    }
    Timer {
        interval: 8000
        running: root.workbench.message !== ""
        onTriggered: root.workbench.dismissMessage()
    }
}
