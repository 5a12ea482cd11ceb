import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import "../.."

/** Letters. With `pinyin`, a key changes between Pinyin and Latin letters. */
KeyboardLayout {
    id: layout

    property bool pinyin: false
    readonly property bool composes: pinyin && InputContext.inputEngine.inputMode === InputEngine.InputMode.Pinyin
    readonly property real unit: width / 10

    keyWeight: 100

    Letters {
        letters: "qwertyuiop"
        unit: layout.unit
    }
    Letters {
        Layout.alignment: Qt.AlignHCenter
        letters: "asdfghjkl"
        unit: layout.unit
    }
    KeyboardRow {
        Key {
            visible: layout.composes
            weight: 1.5 * layout.unit
            Layout.fillWidth: false
            functionKey: true
            enabled: InputContext.preeditText.length > 0
            key: Qt.Key_Apostrophe
            text: "'"
            displayText: Words.tr("key.divide")
        }
        ShiftKey {
            visible: !layout.composes
            weight: 1.5 * layout.unit
            Layout.fillWidth: false
        }
        Letters {
            letters: "zxcvbnm"
            unit: layout.unit
        }
        BackspaceKey {
            weight: 1.5 * layout.unit
            Layout.fillWidth: false
        }
    }
    KeyboardRow {
        SymbolModeKey {
            weight: (layout.pinyin ? 1.4 : 1.5) * layout.unit
            Layout.fillWidth: false
            displayText: Words.tr("key.numbers")
        }
        InputModeKey {
            visible: layout.pinyin
            weight: 1.4 * layout.unit
            Layout.fillWidth: false
            inputModes: [InputEngine.InputMode.Pinyin, InputEngine.InputMode.Latin]
            displayText: Words.tr(layout.composes ? "key.latin" : "key.pinyin")
        }
        Letters {
            letters: layout.composes ? Words.tr("key.comma") : ","
            unit: layout.unit
        }
        SpaceKey {
            displayText: Words.tr("key.space")
        }
        Letters {
            letters: layout.composes ? Words.tr("key.stop") : "."
            unit: layout.unit
        }
        DoneKey {
            weight: 1.9 * layout.unit
            Layout.fillWidth: false
        }
    }
}
