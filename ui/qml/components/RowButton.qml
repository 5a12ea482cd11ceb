pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** One choice across the whole width: icon, title, note, chevron or arrow. */
Pressable {
    id: row

    property string glyph: ""
    property string note: ""
    property string after: "chevron-right"
    property color iconColor: Theme.accent
    property real iconSize: 60

    implicitHeight: Math.max(note ? (Theme.tight ? 152 : 228) : 128, lines.height + 44)
    leftPadding: 44
    rightPadding: 44
    Accessible.description: note

    contentItem: Item {
        Icon {
            id: mark

            visible: row.glyph !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: row.glyph
            color: row.enabled ? row.iconColor : Theme.ink2
            size: row.iconSize
        }
        Column {
            id: lines

            anchors.left: parent.left
            anchors.leftMargin: row.glyph ? row.iconSize + 44 : 0
            anchors.right: tail.left
            anchors.rightMargin: 16
            anchors.verticalCenter: parent.verticalCenter

            Copy {
                width: parent.width
                text: row.text
                spoken: false
                bold: true
                level: row.note ? Theme.heading : Theme.body + 4
                color: row.enabled ? Theme.ink : Theme.ink2
            }
            Copy {
                visible: row.note !== ""
                width: parent.width
                text: row.note
                spoken: false
                level: Theme.small + 2
                color: Theme.ink2
            }
        }
        Icon {
            id: tail

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: row.enabled
            name: row.after
            color: Theme.ink
            size: 44
        }
    }
}
