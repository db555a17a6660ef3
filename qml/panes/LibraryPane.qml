pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Presets, the parameters of the chosen one, recent traces.
Rectangle {
    id: root

    required property Workbench workbench

    signal runWanted

    color: Theme.pane

    ScrollView {
        id: scroll

        anchors.fill: parent
        contentWidth: availableWidth
        ScrollBar.horizontal.policy: ScrollBar.AlwaysOff

        ColumnLayout {
            width: scroll.availableWidth
            spacing: 0

            SectionTitle {
                Layout.fillWidth: true
                Layout.margins: Theme.margin
                Layout.bottomMargin: Theme.gap
                text: qsTr("Presets")
            }
            Repeater {
                model: root.workbench.library

                PresetRow {
                    required property int index

                    Layout.fillWidth: true
                    chosen: root.workbench.library.chosen === index
                    onClicked: root.workbench.library.chosen = index
                    onDoubleClicked: root.runWanted()
                }
            }
            Label {
                Layout.fillWidth: true
                Layout.margins: Theme.margin
                visible: root.workbench.library.error !== ""
                text: root.workbench.library.error
                color: Theme.faultText
                wrapMode: Text.Wrap
            }
            ParameterForm {
                Layout.fillWidth: true
                Layout.topMargin: Theme.margin
                visible: root.workbench.parameters.count > 0
                parameters: root.workbench.parameters
            }
            RecentList {
                Layout.fillWidth: true
                Layout.topMargin: Theme.margin
                Layout.bottomMargin: Theme.margin
                recent: root.workbench.recent
                onChosen: file => root.workbench.run.open(file)
            }
        }
    }
}
