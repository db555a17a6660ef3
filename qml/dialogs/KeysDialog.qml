pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// What keys and mouse do on board and timeline.
Dialog {
    id: root

    objectName: "keysDialog"
    title: qsTr("Keys and mouse")
    width: 520
    modal: true
    padding: Theme.margin
    standardButtons: Dialog.Close

    readonly property var lines: [
        {
            keys: "W  S",
            what: qsTr("zoom in, zoom out")
        },
        {
            keys: "A  D  ←  →",
            what: qsTr("earlier, later")
        },
        {
            keys: "↑  ↓",
            what: qsTr("scroll the lanes")
        },
        {
            keys: "F",
            what: qsTr("fit the selection")
        },
        {
            keys: "0",
            what: qsTr("the whole trace")
        },
        {
            keys: ",  .",
            what: qsTr("previous, next event of the lane")
        },
        {
            keys: qsTr("Space"),
            what: qsTr("pause the run, let it go on")
        },
        {
            keys: "N",
            what: qsTr("next decision of the paused run")
        },
        {
            keys: "H",
            what: qsTr("hold the view, follow again")
        },
        {
            keys: "Esc",
            what: qsTr("select nothing")
        },
        {
            keys: "Ctrl+Z",
            what: qsTr("undo a change of the view")
        },
        {
            keys: qsTr("drag"),
            what: qsTr("pan")
        },
        {
            keys: qsTr("wheel"),
            what: qsTr("scroll the lanes; with Shift pan, with Ctrl zoom")
        },
        {
            keys: qsTr("click"),
            what: qsTr("playhead and selection; on a heading, open or close the group")
        }
    ]

    contentItem: GridLayout {
        columns: 2
        columnSpacing: 24
        rowSpacing: Theme.gap

        Repeater {
            model: root.lines.length * 2

            Label {
                required property int index
                readonly property bool isKey: index % 2 === 0

                text: isKey ? root.lines[index / 2].keys : root.lines[(index - 1) / 2].what
                color: isKey ? Theme.text : Theme.dimText
                font.pixelSize: Theme.textSize
                font.weight: isKey ? Font.DemiBold : Font.Normal
            }
        }
    }
}
