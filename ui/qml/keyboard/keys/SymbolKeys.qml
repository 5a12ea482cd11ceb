import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import QtQuick.VirtualKeyboard.Plugins
import "../.."

/** Digits and signs on one page. */
KeyboardLayout {
    id: layout

    readonly property real unit: width / 10

    keyWeight: 100
    inputMethod: PlainInputMethod {}
    inputMode: InputEngine.InputMode.Latin

    Letters {
        letters: "1234567890"
        unit: layout.unit
    }
    Letters {
        letters: Words.tr("key.signs")
        unit: layout.unit
    }
    KeyboardRow {
        Letters {
            letters: Words.tr("key.more_signs")
            unit: layout.unit
        }
        BackspaceKey {}
    }
    KeyboardRow {
        SymbolModeKey {
            weight: 2 * layout.unit
            Layout.fillWidth: false
            displayText: Words.tr("key.letters")
        }
        SpaceKey {
            displayText: Words.tr("key.space")
        }
        DoneKey {
            weight: 1.9 * layout.unit
            Layout.fillWidth: false
        }
    }
}
