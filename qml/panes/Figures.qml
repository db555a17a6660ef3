import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import GmpScope

// Time, events a second, events lost, what is folded.
RowLayout {
    id: root

    required property RunController run

    spacing: 6

    component Figure: Label {
        color: Theme.dimText
        font.pixelSize: Theme.textSize
    }

    Figure {
        objectName: "timeFigure"
        text: root.run.timeText
        color: Theme.text
    }
    Figure {
        text: "·"
    }
    Figure {
        objectName: "rateFigure"
        text: root.run.rateText
    }
    Figure {
        text: "·"
    }
    Figure {
        objectName: "lostFigure"
        text: root.run.lostText
        color: root.run.lossy ? Theme.faultText : Theme.dimText
        font.weight: root.run.lossy ? Font.DemiBold : Font.Normal
    }
    Figure {
        text: "·"
        visible: foldedFigure.visible
    }
    Figure {
        id: foldedFigure

        objectName: "foldedFigure"
        text: root.run.foldedText
        visible: root.run.foldedText !== ""
    }
}
