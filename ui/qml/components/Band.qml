pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** How well a booth matches: three bars and words, never a percentage. level: 3, 2, 1; 0 hides it. */
Row {
    id: band

    property int level: 0
    readonly property string words: level > 0 ? Words.tr("band." + level) : ""

    visible: level > 0
    spacing: 14
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Row {
        anchors.verticalCenter: parent.verticalCenter
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
        bold: true
        level: Theme.body
        color: Theme.accentDeep
        wrapMode: Text.NoWrap
    }
}
