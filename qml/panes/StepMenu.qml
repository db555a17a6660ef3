pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import GmpScope

// Steps that end somewhere further on.
ToolControl {
    id: root

    required property RunControl control

    function widest(count: int): real {
        let width = 0;
        for (let i = 0; i < count; ++i)
            width = Math.max(width, menu.itemAt(i).implicitWidth);
        return width;
    }

    icon.source: "qrc:/icons/more.svg"
    tip: qsTr("More steps: decisions until something happens")
    checked: root.control.stepping
    enabled: root.control.possible
    onClicked: menu.popup(root, 0, root.height)

    PopupMenu {
        id: menu

        contentWidth: root.widest(count)

        Repeater {
            model: root.control.farSteps
            delegate: MenuItem {
                required property int index
                required property string modelData

                text: modelData
                onTriggered: root.control.stepFar(index)
            }
        }
    }
}
