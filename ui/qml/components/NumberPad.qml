pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Twelve keys. Acts: digit {digit}, clear, erase. `extra` puts one more key (X for an ID number) in place of clear. */
Grid {
    id: pad

    property string extra: ""
    property real keyHeight: Theme.tight ? 108 : 144
    property real total: 952
    readonly property int rowCount: 4

    signal act(string name, var args)

    columns: 3
    spacing: Theme.tight ? 16 : 20

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", pad.extra || "clear", "0", "erase"]

        KeyButton {
            required property string modelData
            readonly property bool command: modelData === "clear" || modelData === "erase"

            width: (pad.total - 2 * pad.spacing) / 3
            height: pad.keyHeight
            corner: Theme.radius
            fill: command ? Theme.sunk : Theme.surface
            glyph: modelData === "erase" ? "erase" : ""
            text: command ? Words.tr("pad." + modelData) : modelData
            level: command ? Theme.body + 4 : Theme.title
            onClicked: command ? pad.act(modelData, {}) : pad.act("digit", { "digit": modelData })
        }
    }
    Keys.onPressed: event => {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
            pad.act("digit", { "digit": String(event.key - Qt.Key_0) });
        else if (pad.extra !== "" && event.text.toUpperCase() === pad.extra)
            pad.act("digit", { "digit": pad.extra });
        else if (event.key === Qt.Key_Backspace)
            pad.act("erase", {});
        else
            return;
        event.accepted = true;
    }
}
