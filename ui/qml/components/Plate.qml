pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A booth's number on its plate. */
Rectangle {
    id: plate

    property string booth: ""
    property int level: Theme.heading
    property color fill: Theme.accentTint

    implicitWidth: Math.max(136, words.implicitWidth + 40)
    implicitHeight: 96
    radius: 16
    color: fill
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
