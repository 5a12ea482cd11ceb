pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Digits, letters and erase, for numbers of documents. Acts: digit {digit}, erase. Ten columns in landscape. */
Grid {
    id: pad

    property real keyHeight: Theme.tight ? 96 : 104
    property real total: 952
    readonly property int rowCount: Math.ceil(37 / columns)

    readonly property list<string> digits: "1234567890".split("")
    readonly property list<string> letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("")
    readonly property bool lastBelow: Theme.lowReach  // the last row has to be scrolled to

    signal act(string name, var args)

    // A shape that was outside of the clip when it was first drawn stays invisible: it comes when the layout is at rest.
    onKeyHeightChanged: settling.restart()

    Timer {
        id: settling

        interval: 80
        running: true
    }

    columns: Theme.portrait ? 8 : 10
    spacing: 14

    Repeater {
        model: pad.lastBelow ? [...pad.digits, "erase", ...pad.letters] : [...pad.digits, ...pad.letters, "erase"]

        KeyButton {
            required property string modelData
            readonly property bool command: modelData === "erase"

            width: (pad.total - (pad.columns - 1) * pad.spacing) / pad.columns
            height: pad.keyHeight
            fill: command ? Theme.sunk : Theme.surface
            glyph: command && !settling.running ? "erase" : ""
            text: command ? Words.tr("pad.erase") : modelData
            level: Theme.heading
            onClicked: command ? pad.act("erase", {}) : pad.act("digit", { "digit": modelData })
        }
    }
    Keys.onPressed: event => {
        if (/^[0-9A-Za-z]$/.test(event.text))
            pad.act("digit", { "digit": event.text.toUpperCase() });
        else if (event.key === Qt.Key_Backspace)
            pad.act("erase", {});
        else
            return;
        event.accepted = true;
    }
}
