import QtQuick
import QtQuick.Controls
import GmpScope

// What this is.
Dialog {
    objectName: "aboutDialog"
    title: qsTr("About gmpscope")
    width: 432
    modal: true
    padding: Theme.margin
    standardButtons: Dialog.Close

    contentItem: Label {
        text: qsTr("A scheduler like Go's, with goroutines G, threads M and processors P, runs on this machine's cores, and this window shows what it does. GMP is Go's G-M-P here, not the GNU library.")
        color: Theme.text
        font.pixelSize: Theme.textSize
        lineHeight: 1.25
        wrapMode: Text.Wrap
    }
}
