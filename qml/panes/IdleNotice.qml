import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Said on the board when no processor has anything to do at that moment.
RowLayout {
    id: root

    signal triggered

    spacing: Theme.gap

    Label {
        text: qsTr("All processors are idle at this moment.")
        color: Theme.dimText
        font.pixelSize: Theme.smallSize
    }
    ToolControl {
        objectName: "nearestWork"
        implicitHeight: 22
        font.pixelSize: Theme.smallSize
        text: qsTr("Show the nearest work")
        onClicked: root.triggered()
    }
}
