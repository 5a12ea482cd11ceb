pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A square key with an icon or one short word: top bar, dock, number pad. */
Pressable {
    id: key

    property string glyph: ""
    property bool on: false
    property bool dark: false
    property int level: Theme.body
    property bool heavy: true
    readonly property color tone: on ? (dark ? (Theme.highContrast ? "#000000" : Theme.accentDeep) : Theme.selectedInk) : dark ? Theme.attractInk
        : enabled ? Theme.ink : Theme.disabledInk

    corner: 20
    fill: on ? (dark ? Theme.attractInk : Theme.selected) : dark ? Theme.attract : Theme.surface
    edge: dark ? Theme.attractInk : Theme.lineStrong
    edgeWidth: dark ? 2 : Theme.strong

    contentItem: Item {
        implicitWidth: drawing.visible ? drawing.size : letters.natural

        Icon {
            id: drawing

            visible: key.glyph !== ""
            anchors.centerIn: parent
            name: key.glyph
            color: key.tone
            size: Math.min(56, key.height * 0.46)
        }
        FittedCopy {
            id: letters

            visible: key.glyph === ""
            anchors.centerIn: parent
            text: key.text
            spoken: false
            bold: key.heavy
            asked: key.level
            room: key.availableWidth
            most: 1
            color: key.tone
        }
    }
}
