pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** What was handed in with the code that was shown, and taking it back. No log-in: the code's secret is the proof.

    view: notice, busy, open (how many can be taken back), rows [{id, state ("open", "unsure", "late", "taken", "passed",
    "strange"), can, title, employer, booth (all empty for what another kiosk saved), time, min, sec}].
    acts: take {submission}, take_all, finish. */
Page {
    id: page

    readonly property var rows: view.rows ?? []
    readonly property int open: view.open ?? 0

    heading: Words.tr("take_back.heading")
    sub: Words.tr("take_back.sub")
    bodySpacing: 20
    actions: [
        ActionButton {
            visible: page.open > 1
            width: page.bodyWidth
            glyph: "undo"
            enabled: !(page.view.busy ?? false)
            text: Words.tr("take_back.take_all", { "n": page.open })
            onClicked: page.act("take_all", {})
        },
        ActionButton {
            visible: Theme.portrait || page.open < 2  // in landscape the list has the room; the dock ends the visit too
            width: page.bodyWidth
            kind: "primary"
            text: Words.tr("take_back.finish")
            onClicked: page.act("finish", {})
        }
    ]

    Copy {
        visible: !page.rows.length
        text: Words.tr("take_back.looking")
        color: Theme.ink2
    }
    Repeater {
        model: page.rows.length

        Panel {
            id: panel

            required property int index
            readonly property var row: page.rows[index] ?? ({})
            readonly property bool gone: row.state === "taken" || row.state === "passed"

            width: page.bodyWidth
            pad: Theme.tight ? 24 : 36

            Item {
                width: parent.width
                height: Math.max(words.height, take.visible ? take.height : 0)

                Column {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - (take.visible ? take.width + 28 : 0)
                    spacing: 6

                    Copy {
                        id: title

                        width: parent.width
                        bold: true
                        level: Theme.body + 2
                        text: panel.row.title ? panel.row.title : panel.row.time ? Words.tr("take_back.row", { "time": panel.row.time }) : Words.tr("take_back.untimed")
                    }
                    Copy {
                        visible: !!panel.row.title
                        width: parent.width
                        text: panel.row.booth + Words.tr("list.gap") + (panel.row.employer ?? "")
                        color: Theme.ink2
                    }
                    Row {
                        width: parent.width
                        spacing: 14

                        Icon {
                            anchors.verticalCenter: said.verticalCenter
                            name: panel.gone ? "check" : panel.row.can ? "clock" : "alert"
                            size: 38
                            color: said.color
                        }
                        Copy {
                            id: said

                            width: parent.width - 52
                            bold: true
                            text: Words.tr("take_back." + (panel.row.state ?? "late"), { "min": panel.row.min ?? 0, "sec": panel.row.sec ?? 0 })
                            color: panel.gone ? Theme.ok : panel.row.can ? Theme.ink : Theme.warn
                        }
                    }
                }
                ActionButton {
                    id: take

                    visible: panel.row.can ?? false
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    glyph: "undo"
                    enabled: !(page.view.busy ?? false)
                    text: Words.tr("take_back.take")
                    Accessible.name: Words.tr("take_back.take_one", { "what": title.text + (panel.row.booth ? Words.tr("list.gap") + panel.row.booth : "") })
                    onClicked: page.act("take", { "submission": panel.row.id })
                }
            }
        }
    }
}
