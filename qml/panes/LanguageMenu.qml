import QtQuick
import QtQuick.Controls
import GmpScope

// Each language by its own name.
PopupMenu {
    id: root

    required property Language language

    title: qsTr("La&nguage")

    Action {
        text: "English"
        checkable: true
        checked: root.language.code === "en"
        onTriggered: root.language.code = "en"
    }
    Action {
        text: "Русский"
        checkable: true
        checked: root.language.code === "ru"
        onTriggered: root.language.code = "ru"
    }
}
