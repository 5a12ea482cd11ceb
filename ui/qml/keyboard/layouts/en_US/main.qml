import QtQuick.VirtualKeyboard
import "../../keys"

MainKeys {
    inputMode: InputEngine.InputMode.Latin
}
