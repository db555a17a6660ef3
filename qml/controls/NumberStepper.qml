pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// A number between two buttons. The text is parsed by whoever listens: it may bear a unit.
FocusScope {
    id: root

    required property string value
    property bool valid: true
    property bool lowest: false
    property bool highest: false
    property string tip: ""
    property int fieldWidth: 40

    signal stepped(int direction)
    signal edited(string text)

    implicitWidth: row.implicitWidth + 2
    implicitHeight: Theme.controlHeight
    activeFocusOnTab: true

    // Typing breaks the field's binding, so its text is set each time.
    onValueChanged: field.text = root.value

    function take(): void {
        root.edited(field.text);
        field.text = root.value;
    }

    component Step: AbstractButton {
        id: step

        implicitWidth: 24
        focusPolicy: Qt.NoFocus
        autoRepeat: true
        background: Rectangle {
            radius: Theme.radius - 1
            color: step.down ? Theme.pressed : (step.hovered && step.enabled ? Theme.hover : "transparent")
        }
        contentItem: Label {
            text: step.text
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            font.pixelSize: Theme.titleSize
            color: step.enabled ? Theme.dimText : Theme.disabledText
        }
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.raised
        border.width: field.activeFocus || !root.valid ? 2 : 1
        border.color: !root.valid ? Theme.fault : (field.activeFocus ? Theme.accent : Theme.outline)
    }

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: 1
        spacing: 0

        Step {
            objectName: "less"
            Layout.fillHeight: true
            text: "−"
            enabled: root.enabled && !root.lowest
            Accessible.name: qsTr("Less")
            onClicked: root.stepped(-1)
        }
        TextInput {
            id: field

            objectName: "field"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: root.fieldWidth
            focus: true
            text: root.value
            horizontalAlignment: TextInput.AlignHCenter
            verticalAlignment: TextInput.AlignVCenter
            color: root.enabled ? Theme.text : Theme.disabledText
            selectionColor: Theme.accent
            selectedTextColor: Theme.onAccent
            font.pixelSize: Theme.textSize
            font.weight: Font.DemiBold
            selectByMouse: true
            clip: true
            Accessible.name: root.tip
            onActiveFocusChanged: {
                if (activeFocus)
                    selectAll();
                else
                    root.take();
            }
            onAccepted: root.take()
            Keys.onUpPressed: root.stepped(1)
            Keys.onDownPressed: root.stepped(-1)
        }
        Step {
            objectName: "more"
            Layout.fillHeight: true
            text: "+"
            enabled: root.enabled && !root.highest
            Accessible.name: qsTr("More")
            onClicked: root.stepped(1)
        }
    }

    HoverHandler {
        id: hover
    }
    ToolTip.visible: hover.hovered && root.tip !== "" && !field.activeFocus
    ToolTip.delay: 600
    ToolTip.text: root.tip
}
