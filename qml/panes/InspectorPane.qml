import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// What is selected, and why it started.
Rectangle {
    id: root

    required property Workbench workbench
    readonly property InspectorModel inspector: workbench.inspector

    signal closeWanted

    color: Theme.pane

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.gap
            spacing: 0

            TabBar {
                id: tabs

                objectName: "inspectorTabs"
                Layout.fillWidth: true
                spacing: Theme.margin
                background: null

                PaneTab {
                    objectName: "whyTab"
                    text: qsTr("Why?")
                }
                PaneTab {
                    objectName: "detailsTab"
                    text: qsTr("Details")
                }
            }
            ToolControl {
                objectName: "closeInspector"
                flatLook: true
                icon.source: "qrc:/icons/close.svg"
                tip: qsTr("Close the inspector (Ctrl+I)")
                onClicked: root.closeWanted()
            }
        }
        Hairline {
            Layout.fillWidth: true
        }
        EmptyState {
            objectName: "noSelection"
            Layout.fillWidth: true
            Layout.margins: 24
            Layout.topMargin: 48
            visible: !root.inspector.present
            sentence: qsTr("Click a span or a chip to see what it is and why it started.")
            action: root.workbench.run.present ? qsTr("Show the first steal") : qsTr("Run “%1”").arg(root.workbench.library.chosenTitle)
            onTriggered: {
                if (!root.workbench.run.present)
                    root.workbench.runChosen();
                else if (!root.workbench.view.showFirstSteal())
                    root.workbench.view.step(1);
            }
        }
        ScrollView {
            id: scroll

            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: root.inspector.present
            contentWidth: availableWidth
            ScrollBar.horizontal.policy: ScrollBar.AlwaysOff

            // One of the two has the width, and the height of what is scrolled.
            ColumnLayout {
                width: scroll.availableWidth

                WhyTab {
                    Layout.fillWidth: true
                    visible: tabs.currentIndex === 0
                    inspector: root.inspector
                }
                DetailsTab {
                    Layout.fillWidth: true
                    visible: tabs.currentIndex === 1
                    inspector: root.inspector
                }
            }
        }
        Item {
            Layout.fillHeight: true
            visible: !root.inspector.present
        }
    }
}
