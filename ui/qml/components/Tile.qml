pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A large equal choice: icon, title, one line of explanation. */
Pressable {
    id: tile

    property string glyph: ""
    property string note: ""
    property real iconSize: Theme.tight ? 68 : 88

    implicitHeight: Theme.portrait && !Theme.lowReach ? 356 : 240
    padding: Theme.tight ? 32 : 40
    Accessible.description: note

    contentItem: Item {
        Icon {
            visible: words.y > tile.iconSize + 8
            anchors.top: parent.top
            x: -(IconPaths.inset[tile.glyph] ?? 3) * tile.iconSize / 48 + 2
            anchors.topMargin: Theme.tight ? 4 : 12
            name: tile.glyph
            size: tile.iconSize
            color: Theme.accent
        }
        Column {
            id: words

            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            spacing: 2

            Copy {
                width: parent.width
                text: tile.text
                spoken: false
                bold: true
                level: Theme.heading
            }
            Copy {
                width: parent.width
                text: tile.note
                spoken: false
                color: Theme.ink2
            }
        }
    }
}
