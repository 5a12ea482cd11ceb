pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** How many digits of a code are in: dots, never the digits. */
Row {
    id: dots

    property int entered: 0
    property int length: 6
    property real total: 952
    property bool wrong: false

    spacing: total > 700 ? 24 : 14
    Accessible.role: Accessible.StaticText
    Accessible.name: Words.tr("code.entered", { "n": entered, "length": length })

    Repeater {
        model: dots.length

        Rectangle {
            required property int index
            readonly property bool now: index === dots.entered

            width: Math.min(138, (dots.total - (dots.length - 1) * dots.spacing) / dots.length)
            height: Theme.tight ? 108 : 160
            radius: 20
            color: Theme.surface
            border.width: now ? 6 : Theme.strong
            border.color: dots.wrong ? Theme.error : now ? Theme.accent : Theme.lineStrong

            Rectangle {
                visible: parent.index < dots.entered
                anchors.centerIn: parent
                width: 36
                height: 36
                radius: 18
                color: Theme.ink
            }
            Rectangle {
                visible: parent.now
                anchors.centerIn: parent
                width: 6
                height: parent.height * 0.45
                radius: 3
                color: Theme.accent
            }
        }
    }
}
