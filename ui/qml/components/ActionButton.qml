pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A button with words. kind: "primary" (one a screen), "secondary", "consent" (of an equal pair). */
Pressable {
    id: button

    property string kind: "secondary"
    property string glyph: ""
    property string iconAfter: ""
    property string note: ""
    property bool noteBelow: false
    property string disabledReason: ""
    /** Of the words; a key with little room names a smaller one. */
    property int level: strong && !Theme.tight ? Theme.heading : kind === "consent" ? Math.min(Theme.body + 4, 48) : Theme.body
    readonly property bool strong: kind === "primary"
    readonly property color tone: !enabled ? Theme.disabledInk : strong ? Theme.accentInk
        : kind === "consent" ? Theme.accentDeep : Theme.ink

    implicitHeight: strong ? Theme.primary : kind === "consent" ? Theme.consent : Theme.secondary
    leftPadding: 28
    rightPadding: 28
    fill: strong ? Theme.accent : Theme.surface
    edge: strong || kind === "consent" ? Theme.accent : Theme.lineStrong
    edgeWidth: kind === "consent" ? 4 : strong && enabled ? 0 : Theme.strong
    Accessible.description: enabled ? note : disabledReason

    contentItem: Item {
        // From the words alone: their own width may depend on ours.
        implicitWidth: row.taken + Math.max(words.natural, button.noteBelow ? below.implicitWidth : 0)
            + (beside.visible ? beside.implicitWidth + 24 : 0)
        implicitHeight: row.implicitHeight

        Row {
            id: row

            readonly property real taken: (button.glyph ? 64 : 0) + (button.iconAfter ? 64 : 0)

            anchors.centerIn: parent
            spacing: 24

            Icon {
                visible: button.glyph !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: button.glyph
                color: button.tone
                size: button.strong ? 48 : 42
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter

                FittedCopy {
                    id: words

                    text: button.text
                    spoken: false
                    bold: true
                    asked: button.level
                    room: button.availableWidth - row.taken - (beside.visible ? beside.implicitWidth + row.spacing : 0)
                    high: button.height - 20 - (below.visible ? below.height : 0)
                    color: button.tone
                    width: Math.max(0, Math.min(implicitWidth, room))
                    horizontalAlignment: button.noteBelow ? Text.AlignLeft : Text.AlignHCenter
                }
                Copy {
                    id: below

                    visible: button.noteBelow && button.note !== ""
                    text: button.note
                    spoken: false
                    color: button.tone
                    width: Math.min(implicitWidth, button.availableWidth - row.taken)
                }
            }
            Copy {
                id: beside

                visible: !button.noteBelow && button.note !== ""
                anchors.verticalCenter: parent.verticalCenter
                leftPadding: 16
                text: button.note
                spoken: false
                level: Theme.body
                color: button.tone
                wrapMode: Text.NoWrap
            }
            Icon {
                visible: button.iconAfter !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: button.iconAfter
                color: button.tone
                size: 42
            }
        }
    }
}
