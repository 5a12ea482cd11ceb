pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** How well a booth matches: three bars and words, never a percentage. level: 3, 2, 1; 0 hides it, unless it is one
    to look at also: words alone. */
Row {
    id: band

    property int level: 0
    property bool also: false
    readonly property string words: level > 0 ? Words.tr("band." + level) : also ? Words.tr("band.also") : ""

    visible: words.length > 0
    spacing: 14
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Row {
        anchors.verticalCenter: parent.verticalCenter
        visible: band.level > 0
        spacing: 4

        Repeater {
            model: 3

            Rectangle {
                required property int index

                width: 15
                height: 40
                radius: 5
                color: index < band.level ? Theme.accent : "transparent"
                border.width: 3
                border.color: Theme.accent
            }
        }
    }
    Copy {
        anchors.verticalCenter: parent.verticalCenter
        text: band.words
        spoken: false
        bold: band.level > 0
        level: Theme.body
        color: band.level > 0 ? Theme.accentDeep : Theme.ink2
        wrapMode: Text.NoWrap
    }
}
