import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components
import "../.."

/** Takes the first word while letters are being composed; otherwise ends typing. */
EnterKey {
    readonly property var words: InputContext.inputEngine.wordCandidateListModel
    readonly property bool composing: InputContext.preeditText.length > 0 && words !== null && words.count > 0

    displayText: Words.tr(composing ? "key.choose" : "key.done")
    functionKey: true
    noKeyEvent: composing
    onClicked: {
        if (composing)
            words.selectItem(0);
    }
}
