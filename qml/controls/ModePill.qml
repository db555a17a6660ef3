import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// What the picture is: a word, an icon and a colour, never colour alone.
Rectangle {
    id: root

    required property string word
    required property url icon
    required property color fill
    required property color ink
    property string tip: ""

    implicitWidth: Math.max(104, row.implicitWidth + 20)
    implicitHeight: Theme.controlHeight
    radius: Theme.radius
    color: root.fill

    RowLayout {
        id: row

        anchors.centerIn: parent
        spacing: 6

        Button {
            id: glyph

            padding: 0
            implicitWidth: 14
            implicitHeight: 14
            enabled: false
            icon.source: root.icon
            icon.color: root.ink
            icon.width: 14
            icon.height: 14
            background: null
            Accessible.ignored: true
        }
        Label {
            objectName: "modeWord"
            text: root.word
            color: root.ink
            font.pixelSize: Theme.textSize
            font.weight: Font.Bold
            font.letterSpacing: 0.5
        }
    }

    HoverHandler {
        id: hover
    }
    ToolTip.visible: hover.hovered && root.tip !== ""
    ToolTip.delay: 400
    ToolTip.text: root.tip
}
