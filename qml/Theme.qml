pragma Singleton
import QtQuick
import GmpScope

// The tokens of the chrome, which has no colour of its own but the accent. What the scene draws as well comes from
// its table.
QtObject {
    readonly property bool dark: ScenePalette.dark

    readonly property color ground: ScenePalette.ground
    readonly property color pane: ScenePalette.surface
    readonly property color bar: dark ? "#20242b" : "#ffffff"
    readonly property color raised: dark ? "#262b33" : "#f3f5f7"
    readonly property color hover: dark ? "#2e343d" : "#e9ecf0"
    readonly property color pressed: dark ? "#383f49" : "#dde1e7"
    readonly property color line: ScenePalette.border
    readonly property color outline: dark ? "#3b424c" : "#cdd3db"

    readonly property color text: ScenePalette.text
    readonly property color dimText: dark ? "#adb4be" : "#4a515b"
    readonly property color faintText: dark ? "#959da8" : "#5c646f"
    readonly property color disabledText: dark ? "#646c77" : "#a3abb6"

    readonly property color accent: ScenePalette.accent
    readonly property color onAccent: ScenePalette.onAccent
    readonly property color accentText: dark ? "#b3a0f5" : "#5b4491"
    readonly property color live: ScenePalette.executing
    readonly property color onLive: ScenePalette.onExecuting
    readonly property color fault: ScenePalette.fault
    readonly property color onFault: ScenePalette.onFault
    readonly property color faultText: dark ? "#ff7899" : "#b3232d"

    // The 4-px grid.
    readonly property int gap: 8
    readonly property int margin: 16
    readonly property int radius: 6
    readonly property int controlHeight: 28

    readonly property int smallSize: 11
    readonly property int textSize: 12
    readonly property int titleSize: 15

    // The colours of a mode: of its pill, and of the window's border.
    function modeFill(mode: int, failed: bool): color {
        if (mode === Workbench.Live || mode === Workbench.Slow)
            return live;
        if (mode === Workbench.Held || mode === Workbench.Paused)
            return accent;
        return mode === Workbench.Ended && failed ? fault : raised;
    }
    function modeInk(mode: int, failed: bool): color {
        if (mode === Workbench.Live || mode === Workbench.Slow)
            return onLive;
        if (mode === Workbench.Held || mode === Workbench.Paused)
            return onAccent;
        return mode === Workbench.Ended && failed ? onFault : text;
    }
}
