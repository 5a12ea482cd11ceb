import QtQuick
import "../../keys"

MainKeys {
    pinyin: true
    sharedLayouts: ["main"]

    function createInputMethod(): var {
        return Qt.createQmlObject("import QtQuick.VirtualKeyboard.Plugins; PinyinInputMethod {}", parent, "pinyin");
    }
}
