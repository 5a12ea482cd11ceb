pragma Singleton
import QtQuick

/** Every token of the look: colours, type, space, metrics. Sizes are pixels of the 1080x1920 or 1920x1080 stage. */
QtObject {
    // What the person or the kiosk has chosen; the shell sets these.
    property bool highContrast: false
    property bool largeType: false
    property bool lowReach: false
    property bool reducedMotion: false
    property bool portrait: true
    property bool canSpeak: false

    // Colours. High contrast has no tints: panels are black with a white border.
    readonly property color paper: highContrast ? "#000000" : "#F6F4EF"
    readonly property color surface: highContrast ? "#000000" : "#FFFFFF"
    readonly property color sunk: highContrast ? "#000000" : "#ECE8DF"
    readonly property color ink: highContrast ? "#FFFFFF" : "#16212B"
    readonly property color ink2: highContrast ? "#FFFFFF" : "#43505B"
    readonly property color disabledInk: highContrast ? "#A0A0A0" : "#43505B"
    readonly property color disabledEdge: highContrast ? "#A0A0A0" : "#737A80"
    readonly property color line: highContrast ? "#FFFFFF" : "#D9D5CB"
    readonly property color lineStrong: highContrast ? "#FFFFFF" : "#737A80"
    readonly property color accent: highContrast ? "#FFD54A" : "#00626B"
    readonly property color accentInk: highContrast ? "#000000" : "#FFFFFF"
    readonly property color accentDeep: highContrast ? "#FFD54A" : "#004B52"
    readonly property color accentTint: highContrast ? "#000000" : "#DCECEA"
    readonly property color attract: highContrast ? "#000000" : "#00535B"
    readonly property color attractInk: "#FFFFFF"
    readonly property color attractText: highContrast ? "#FFFFFF" : "#DCECEA"
    readonly property color attractBlock: highContrast ? "#333333" : "#0C6670"
    readonly property color warm: "#E4572E"
    readonly property color warmDeep: "#B23A14"
    readonly property color warmTint: highContrast ? "#000000" : "#FBE7DE"
    readonly property color warmText: highContrast ? "#FFFFFF" : "#8A2C0E"
    readonly property color ok: highContrast ? "#8BE28F" : "#1F6B2A"
    readonly property color okTint: highContrast ? "#000000" : "#E1F0E1"
    readonly property color warn: highContrast ? "#FFC266" : "#854D00"
    readonly property color warnTint: highContrast ? "#000000" : "#F9ECD3"
    readonly property color error: highContrast ? "#FF9C93" : "#B3261E"
    readonly property color errorTint: highContrast ? "#000000" : "#FAE4E1"
    readonly property color selected: highContrast ? "#FFD54A" : "#16212B"
    readonly property color selectedInk: highContrast ? "#000000" : "#FFFFFF"
    readonly property color veil: "#16212B"
    readonly property color keyboard: highContrast ? "#000000" : "#DEDACF"
    readonly property color keyQuiet: highContrast ? "#000000" : "#F2EFE8"
    readonly property color keyEdge: highContrast ? "#FFFFFF" : "#B9B4A7"
    readonly property color block: highContrast ? "#FFFFFF" : "#C9C4B8"

    // Type: Noto Sans SC, 400 and 700 only.
    readonly property string family: Application.font.family
    readonly property int attractSize: largeType ? 136 : 128
    readonly property int display: largeType ? 112 : 96
    readonly property int title: largeType ? 80 : 64
    readonly property int heading: largeType ? 56 : 44
    readonly property int body: largeType ? 46 : 36
    readonly property int small: largeType ? 40 : 30
    readonly property int label: largeType ? 32 : 28

    function leading(size: int): real {
        if (size >= display)
            return 1.16;
        if (size >= title)
            return 1.22;
        if (size >= heading)
            return 1.3;
        return size >= body ? 1.4 : 1.45;
    }

    // Space and grid.
    readonly property int stageWidth: portrait ? 1080 : 1920
    readonly property int stageHeight: portrait ? 1920 : 1080
    readonly property int margin: 64
    readonly property int gutter: 24
    readonly property int cardGap: 20
    readonly property int groupGap: 40
    readonly property int radius: 24
    readonly property int innerRadius: 16
    readonly property int topBar: portrait ? 160 : 128
    readonly property int dock: portrait ? 160 : 136
    readonly property int statusStrip: portrait ? 72 : 0
    readonly property int lowered: lowReach ? (portrait ? 560 : 120) : 0
    readonly property bool tight: !portrait || lowReach
    readonly property int primary: tight ? 120 : 136
    readonly property int secondary: 112
    readonly property int consent: tight ? 136 : 160
    readonly property int target: 96
    readonly property int strong: highContrast ? 4 : 3
    readonly property int soft: highContrast ? 4 : 2

    // Motion, in milliseconds.
    readonly property int fade: 200
    readonly property int rise: reducedMotion ? 0 : 16
    readonly property int routeDraw: reducedMotion ? 0 : 900

    /** The colour of something while a finger is on it: 8 % darker, or lighter where it is black. */
    function pressed(base: color): color {
        return highContrast && base.hslLightness < 0.1 ? "#2B2B2B" : Qt.darker(base, 1.08);
    }
}
