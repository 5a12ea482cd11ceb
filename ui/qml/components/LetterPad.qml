pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Digits, letters and erase, for numbers of documents. Acts: digit {digit}, erase. Ten columns in landscape. */
Grid {
    id: pad

    property real keyHeight: Theme.tight ? 96 : 104
    property real total: 952
    readonly property int rowCount: Math.ceil(37 / columns)

    signal act(string name, var args)

    columns: Theme.portrait ? 8 : 10
    spacing: 14

    Repeater {
        model: "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("").concat(["erase"])

        KeyButton {
            required property string modelData
            readonly property bool command: modelData === "erase"

            width: (pad.total - (pad.columns - 1) * pad.spacing) / pad.columns
            height: pad.keyHeight
            fill: command ? Theme.sunk : Theme.surface
            glyph: command ? "erase" : ""
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
