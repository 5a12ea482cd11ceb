pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A large equal choice: icon, title, one line of explanation. */
Pressable {
    id: tile

    property string glyph: ""
    property string note: ""
    property real iconSize: Theme.tight ? 68 : 88
    readonly property real titleRoom: availableHeight - below.height - words.spacing
    /** Rather a smaller title than no icon; where not even that has room, the words alone. */
    readonly property bool withIcon: glyph !== "" && titleRoom - iconSize - 8 >= Theme.heading

    implicitHeight: Theme.portrait && !Theme.lowReach ? 356 : 240
    padding: Theme.tight ? 32 : 40
    Accessible.description: note

    contentItem: Item {
        Icon {
            visible: tile.withIcon && words.y > tile.iconSize
            anchors.top: parent.top
            x: -(IconPaths.inset[tile.glyph] ?? 3) * tile.iconSize / 48 + 2
            anchors.topMargin: Math.min(Theme.tight ? 4 : 12, words.y - tile.iconSize)
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

            FittedCopy {
                width: parent.width
                text: tile.text
                spoken: false
                bold: true
                asked: Theme.heading
                least: tile.withIcon ? Math.min(asked, Theme.body) : 28
                room: parent.width
                high: tile.titleRoom - (tile.withIcon ? tile.iconSize + 8 : 0)
            }
            Copy {
                id: below

                width: parent.width
                text: tile.note
                spoken: false
                color: Theme.ink2
            }
        }
    }
}
