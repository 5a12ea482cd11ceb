pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** The live picture, one instruction at a time, what is done already; another way and cancel.

    view: instruction (key of "camera.say.<key>"), progress (0-1), seconds_left, steps [{key, state: done, now, later}],
    film (a demonstration film), trouble (bool: the band turns warm), note (key of "camera.note.<key>": the way on for
    whom the instruction does not suit, or empty).
    The live item is made from `camera`, a Component that the application hands in. */
Page {
    id: page

    property Component camera: null
    property string what: ""
    property string first: ""
    property string second: ""

    signal firstChosen
    signal secondChosen

    landscape: "wide"
    topGap: Theme.tight ? 0 : 8
    actions: ButtonRow {
        visible: Theme.portrait

        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.tight ? 112 : 136
            text: page.first
            onClicked: page.firstChosen()
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.tight ? 112 : 136
            glyph: "close"
            text: page.second
            onClicked: page.secondChosen()
        }
    }

    Item {
        width: page.bodyWidth
        height: page.bodyHeight

        CameraFrame {
            id: picture

            width: Theme.portrait ? parent.width : 1100
            height: Theme.portrait ? Math.min(1144, parent.height - 28 - steps.height - (note.visible ? note.height + 24 : 16)) : parent.height
            progress: page.view.progress ?? 0
            instruction: Words.tr("camera.say." + (page.view.instruction ?? "wait"))
            glyph: ({ "turn_left": "turn-left", "turn_right": "turn-right", "blink": "blink", "closer": "arrow-up", "back": "arrow-down" })[page.view.instruction] ?? ""
            secondsLeft: page.view.seconds_left ?? -1
            film: page.view.film ?? false
            trouble: page.view.trouble ?? false

            Loader {
                anchors.fill: parent
                sourceComponent: page.camera
            }
        }
        Flow {
            id: steps

            x: Theme.portrait ? 12 : 1160
            y: Theme.portrait ? picture.height + 28 : 0
            width: Theme.portrait ? parent.width - 24 : parent.width - 1160
            spacing: 24
            flow: Theme.portrait ? Flow.LeftToRight : Flow.TopToBottom

            Copy {
                visible: !Theme.portrait
                width: 632
                text: page.what
                bold: true
                level: Theme.title
                bottomPadding: 24
                Accessible.role: Accessible.Heading
            }
            Repeater {
                model: page.view.steps ?? []

                Row {
                    id: step

                    required property var modelData
                    readonly property color tone: modelData.state === "done" ? Theme.ok : modelData.state === "now" ? Theme.accentDeep : Theme.ink2

                    spacing: 16
                    width: implicitWidth

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: step.modelData.state === "done"
                        name: "check"
                        size: 40
                        stroke: 5
                        color: step.tone
                    }
                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: step.modelData.state !== "done"
                        width: 36
                        height: 36
                        radius: 18
                        color: Theme.paper
                        border.width: step.modelData.state === "now" ? 10 : 4
                        border.color: step.modelData.state === "now" ? Theme.accent : Theme.lineStrong
                    }
                    Copy {
                        text: Words.tr("camera.step." + step.modelData.key)
                        bold: step.modelData.state === "now"
                        level: Math.min(Theme.small + 4, 40)
                        color: step.tone
                    }
                }
            }
        }
        Copy {
            id: note

            visible: (page.view.note ?? "") !== ""
            x: Theme.portrait ? 12 : 1160
            y: Theme.portrait ? parent.height - height - 4 : keys.y - height - 28
            width: Theme.portrait ? parent.width - 24 : parent.width - 1160
            opacity: Theme.portrait || y >= steps.y + steps.height ? 1 : 0
            text: visible ? Words.tr("camera.note." + page.view.note) : ""
            color: Theme.ink2
            level: Theme.small
        }
        Column {
            id: keys

            visible: !Theme.portrait
            x: 1160
            width: parent.width - 1160
            anchors.bottom: parent.bottom
            spacing: 20

            ActionButton {
                width: parent.width
                text: page.first
                onClicked: page.firstChosen()
            }
            ActionButton {
                width: parent.width
                glyph: "close"
                text: page.second
                onClicked: page.secondChosen()
            }
        }
    }
}
