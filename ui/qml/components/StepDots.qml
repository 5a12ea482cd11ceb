pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Where the visit stands: done filled, now ringed, later hollow, and the same in words. */
Item {
    id: dots

    property int step: 1
    property int count: 5
    readonly property string words: Words.tr("dock.step", { "step": step, "count": count })

    implicitWidth: 276
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Column {
        id: column

        anchors.centerIn: parent
        spacing: 4

        Item {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 60 * (dots.count - 1) + 36
            height: 40

            Repeater {
                model: dots.count - 1

                Rectangle {
                    required property int index

                    x: 18 + 60 * index
                    y: 18
                    width: 60
                    height: 4
                    color: index < dots.step - 1 ? Theme.accent : Theme.lineStrong
                }
            }
            Repeater {
                model: dots.count

                Rectangle {
                    required property int index
                    readonly property bool now: index === dots.step - 1

                    width: now ? 36 : 28
                    height: width
                    radius: width / 2
                    x: 18 + 60 * index - width / 2
                    y: 20 - height / 2
                    color: index < dots.step - 1 ? Theme.accent : Theme.paper
                    border.width: now ? 10 : index < dots.step - 1 ? 0 : 4
                    border.color: now ? Theme.accent : Theme.lineStrong
                }
            }
        }
        Copy {
            anchors.horizontalCenter: parent.horizontalCenter
            text: dots.words
            spoken: false
            color: Theme.ink2
            level: Math.min(Theme.small, 36)
        }
    }
}
