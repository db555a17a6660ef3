import QtQuick
import QtQuick.Controls
import GmpScope

// A button of the transport bar and of the panes: an icon, a word, or both.
Button {
    id: control

    property string tip: ""
    property bool flatLook: false

    implicitHeight: Theme.controlHeight
    horizontalPadding: text === "" ? 6 : 10
    verticalPadding: 0
    spacing: 6
    font.pixelSize: Theme.textSize
    icon.width: 14
    icon.height: 14
    icon.color: control.enabled ? (control.checked ? Theme.onAccent : Theme.text) : Theme.disabledText
    focusPolicy: Qt.TabFocus
    palette.buttonText: control.enabled ? (control.checked ? Theme.onAccent : Theme.text) : Theme.disabledText
    palette.brightText: Theme.onAccent
    Accessible.name: text !== "" ? text : tip

    ToolTip.visible: control.hovered && control.tip !== ""
    ToolTip.delay: 600
    ToolTip.text: control.tip

    background: Rectangle {
        radius: Theme.radius
        color: {
            if (control.checked)
                return Theme.accent;
            if (control.down)
                return Theme.pressed;
            if (control.hovered && control.enabled)
                return Theme.hover;
            return control.flatLook ? "transparent" : Theme.raised;
        }
        border.width: control.visualFocus ? 2 : (control.flatLook || control.checked ? 0 : 1)
        border.color: control.visualFocus ? Theme.accent : (control.enabled ? Theme.outline : Theme.line)
    }
}
