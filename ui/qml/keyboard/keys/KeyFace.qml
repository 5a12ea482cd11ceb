import QtQuick
import QtQuick.VirtualKeyboard.Styles
import "../.."
import "../../components"

/** The face of one key: a letter, or a function with its word or icon; the done key is filled. */
KeyPanel {
    id: face

    property string glyph: ""
    property bool primary: false
    property bool on: false
    property string spoken: ""
    readonly property bool quiet: control ? control.functionKey : false
    readonly property string letters: !control ? "" : control.uppercased ? control.displayText.toUpperCase() : control.displayText
    readonly property bool filled: primary || on
    readonly property color fill: filled ? Theme.accent : quiet ? Theme.keyQuiet : Theme.surface
    readonly property color tone: !control || !control.enabled ? Theme.disabledInk : filled ? Theme.accentInk : Theme.ink

    Accessible.role: Accessible.Button
    Accessible.name: spoken || letters

    Rectangle {
        anchors.fill: plate
        anchors.topMargin: 4
        anchors.bottomMargin: -3
        visible: !Theme.highContrast
        radius: plate.radius
        color: Theme.keyEdge
    }
    Rectangle {
        id: plate

        anchors.fill: parent
        anchors.margins: 5
        radius: 14
        color: face.control && face.control.pressed ? Theme.pressed(face.fill) : face.fill
        border.width: Theme.highContrast ? 2 : 0
        border.color: face.filled ? Theme.accent : face.tone
    }
    Copy {
        anchors.centerIn: parent
        visible: face.glyph === ""
        text: face.letters
        spoken: false
        bold: face.primary
        level: face.letters.length > 1 ? (Theme.largeType ? 38 : 34) : (Theme.largeType ? 54 : 46)
        color: face.tone
        wrapMode: Text.NoWrap
    }
    Icon {
        anchors.centerIn: parent
        visible: face.glyph !== ""
        name: face.glyph
        size: Theme.largeType ? 54 : 46
        color: face.tone
    }
}
