import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings
import ".."
import "../components"

/** Letters, Pinyin and digits for the field that has the focus, in the language of the screen.

    Nothing typed is learnt: ui/app.py gives the Pinyin engine a place where it cannot write. `fresh` is set at the end
    of a visit; the next one begins with the keyboard as it was at first. */
Item {
    id: keyboard

    property bool fresh: false
    readonly property bool active: panel.active
    readonly property string locale: Words.language === "zh" ? "zh_CN" : "en_US"
    readonly property ListView candidates: panel.keyboard.wordCandidateView

    height: panel.height
    visible: active
    onFreshChanged: {
        if (fresh && Words.language === "zh" && InputContext.inputEngine.inputModes.includes(InputEngine.InputMode.Pinyin))
            InputContext.inputEngine.inputMode = InputEngine.InputMode.Pinyin;
    }
    onLocaleChanged: VirtualKeyboardSettings.locale = locale
    Component.onCompleted: {
        VirtualKeyboardSettings.layoutPath = Qt.resolvedUrl("layouts");
        VirtualKeyboardSettings.styleName = "jobfair";
        VirtualKeyboardSettings.activeLocales = ["zh_CN", "en_US"];
        VirtualKeyboardSettings.locale = locale;
        VirtualKeyboardSettings.handwritingModeDisabled = true;
        VirtualKeyboardSettings.wordCandidateList.alwaysVisible = true;
        VirtualKeyboardSettings.closeOnReturn = true;
        candidates.leftMargin = 15;
        candidates.rightMargin = 130;
    }

    InputPanel {
        id: panel

        width: keyboard.width
    }
    Rectangle {
        visible: more.visible
        x: keyboard.width - width
        width: 130
        height: keyboard.candidates.height
        color: Theme.keyboard
    }
    KeyButton {
        id: more

        visible: keyboard.candidates.count > 0 && keyboard.candidates.contentWidth > keyboard.width
        x: keyboard.width - width - 15
        y: 6
        width: 100
        height: keyboard.candidates.height - 8
        focusPolicy: Qt.NoFocus
        glyph: keyboard.candidates.atXEnd ? "chevron-left" : "chevron-right"
        text: Words.tr("key.more")
        onClicked: {
            const view = keyboard.candidates;
            const end = view.contentWidth + view.rightMargin - view.width;
            view.contentX = view.atXEnd ? -view.leftMargin : Math.min(end, view.contentX + 0.7 * view.width);
        }
    }
}
