import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import QtQuick.VirtualKeyboard.Plugins

/** Digits as on a telephone; `extra` are the two keys beside the nought. */
KeyboardLayout {
    id: layout

    property string extra: "-+"
    readonly property real unit: width / 4

    keyWeight: 100
    inputMethod: PlainInputMethod {}
    inputMode: InputEngine.InputMode.Numeric

    KeyboardRow {
        Letters {
            letters: "123"
            unit: layout.unit
        }
        BackspaceKey {}
    }
    KeyboardRow {
        Letters {
            letters: "456"
            unit: layout.unit
        }
        FillerKey {}
    }
    KeyboardRow {
        Letters {
            letters: "789"
            unit: layout.unit
        }
        FillerKey {}
    }
    KeyboardRow {
        Letters {
            letters: layout.extra[0] + "0" + layout.extra[1]
            unit: layout.unit
        }
        DoneKey {}
    }
}
