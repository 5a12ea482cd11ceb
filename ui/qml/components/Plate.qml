pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A booth's number on its plate. */
Rectangle {
    id: plate

    property string booth: ""
    property int level: Theme.heading

    implicitWidth: Math.max(136, words.implicitWidth + 40)
    implicitHeight: 96
    radius: 16
    color: Theme.accentTint
    border.width: Theme.highContrast ? 4 : 0
    border.color: Theme.ink

    Copy {
        id: words

        anchors.centerIn: parent
        text: plate.booth
        spoken: false
        bold: true
        level: plate.level
        color: Theme.accentDeep
        wrapMode: Text.NoWrap
    }
}
