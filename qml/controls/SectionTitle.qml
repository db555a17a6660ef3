import QtQuick
import QtQuick.Controls
import GmpScope

// The heading of a part of a pane.
Label {
    color: Theme.faintText
    font.pixelSize: Theme.smallSize
    font.weight: Font.DemiBold
    font.capitalization: Font.AllUppercase
    font.letterSpacing: 0.5
    elide: Text.ElideRight
}
