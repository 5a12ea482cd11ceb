pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** One opening in detail, and why it is shown.

    view: opening, booth, employer, title, band, facts [{key: "pay"|"kind"|"place"|"headcount"|"education"|"experience",
    value}], reasons [{kind, text, detail}], description, others [{opening, title, pay}] (further openings at this booth),
    more_reasons (bool: some from the seeker's past are held back until asked for), wanted (already chosen).
    acts: hand_in {opening}, open_booth {booth} (its place on the map), open_opening {opening}, next_opening, all_reasons. */
Page {
    id: page

    readonly property var reasons: view.reasons ?? []
    readonly property var others: view.others ?? []

    /** Why it is shown: beside the facts in landscape, where both are in sight, under them in portrait. */
    component Why: Column {
        id: why

        property bool shown: true

        visible: shown && (page.reasons.length > 0 || moreKey.visible)
        spacing: page.bodySpacing

        Copy {
            visible: page.reasons.length > 0
            text: Words.tr("opening.why")
            bold: true
            level: page.split ? Theme.body + 2 : Theme.heading
            topPadding: 4
        }
        Panel {
            visible: page.reasons.length > 0
            width: why.width
            pad: Theme.tight ? 14 : 28

            Repeater {
                model: why.shown ? page.reasons : []

                Item {
                    id: line

                    required property var modelData
                    required property int index

                    width: parent?.width ?? 0
                    height: texts.height + 28
                    Accessible.role: Accessible.StaticText
                    Accessible.name: Words.tr("reason." + modelData.kind) + modelData.text + " " + (modelData.detail ?? "")

                    Rule { visible: line.index > 0 }
                    Rectangle {
                        id: sign

                        x: 12
                        anchors.verticalCenter: parent.verticalCenter
                        width: 72
                        height: 72
                        radius: 16
                        color: line.modelData.kind === "matched" ? Theme.okTint : line.modelData.kind === "missing" ? Theme.surface : Theme.sunk
                        border.width: line.modelData.kind === "missing" || Theme.highContrast ? 3 : 0
                        border.color: Theme.lineStrong

                        Icon {
                            anchors.centerIn: parent
                            name: line.modelData.kind === "matched" ? "check" : line.modelData.kind === "missing" ? "minus-circle" : "info"
                            size: 40
                            color: line.modelData.kind === "matched" ? Theme.ok : Theme.ink
                        }
                    }
                    Column {
                        id: texts

                        x: 116
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - 128

                        Copy {
                            width: parent.width
                            text: (line.modelData.kind === "missing" ? Words.tr("opening.missing") : line.modelData.kind === "note" ? Words.tr("opening.note") : "") + line.modelData.text
                            spoken: false
                            bold: true
                            level: Theme.body + 2
                        }
                        Copy {
                            visible: text !== ""
                            width: parent.width
                            text: line.modelData.detail ?? ""
                            spoken: false
                            color: Theme.ink2
                            level: Theme.small + 2
                        }
                    }
                }
            }
        }
        RowButton {
            id: moreKey

            visible: page.view.more_reasons ?? false
            width: why.width
            implicitHeight: 104
            glyph: "eye"
            iconSize: 48
            after: "chevron-down"
            text: Words.tr("opening.all_reasons")
            onClicked: page.act("all_reasons", {})
        }
    }

    heading: view.title ?? ""
    sub: view.employer ?? ""
    headingLevel: Theme.title
    bodySpacing: Theme.tight ? 16 : 28
    headingShown: false
    topGap: Theme.tight ? 8 : 16
    under: Item {
        width: parent?.width ?? 0
        height: Math.max(stand.height, page.split ? stand.height + names.height + 16 : names.height)

        Plate {
            id: stand

            width: Math.max(152, implicitWidth)
            height: page.split ? 104 : 136
            level: Theme.title - 8
            booth: page.view.booth ?? ""
        }
        Column {
            id: names

            x: page.split ? 0 : stand.width + 32
            y: page.split ? stand.height + 16 : Math.max(0, (stand.height - height) / 2)
            width: page.split ? parent.width : band.x - x - 16

            Copy {
                width: parent.width
                text: page.view.employer ?? ""
                level: Theme.body
                color: Theme.ink2
            }
            Copy {
                width: parent.width
                text: page.view.title ?? ""
                bold: true
                level: text.length > 10 ? Theme.heading + 4 : Theme.title
                maximumLineCount: 2
                elide: Text.ElideRight
                Accessible.role: Accessible.Heading
            }
        }
        Band {
            id: band

            anchors.right: parent.right
            y: (stand.height - height) / 2
            level: page.view.band ?? 0
            width: level > 0 ? implicitWidth : 0
        }
    }
    actions: ButtonRow {
        ActionButton {
            Layout.preferredWidth: Math.max(320, implicitWidth)
            implicitHeight: Theme.primary
            glyph: "walk"
            text: Words.tr("opening.take_me")
            onClicked: page.act("open_booth", { "booth": page.view.booth ?? "" })
        }
        ActionButton {
            Layout.fillWidth: true
            kind: "primary"
            glyph: page.view.wanted ? "check" : "document"
            text: Words.tr(page.view.wanted ? "opening.wanted" : "opening.hand_in")
            onClicked: page.act("hand_in", { "opening": page.view.opening ?? "" })
        }
    }

    Panel {
        width: page.bodyWidth
        pad: Theme.tight ? 28 : 40

        Grid {
            columns: 2
            columnSpacing: 48
            rowSpacing: 18

            Repeater {
                model: page.view.facts ?? []

                Column {
                    id: fact

                    required property var modelData

                    width: (page.bodyWidth - 128) / 2

                    Copy {
                        text: Words.tr("fact." + fact.modelData.key)
                        color: Theme.ink2
                    }
                    Copy {
                        width: parent.width
                        text: fact.modelData.value
                        bold: true
                        level: text.length > 18 && !Theme.largeType ? 34 : Theme.body + 2
                    }
                }
            }
        }
    }
    Why {
        width: page.bodyWidth
        shown: !page.split
    }
    ScrollArea {
        parent: page
        visible: page.split
        x: Theme.margin
        y: page.headBottom + 20
        width: 600
        height: page.height - page.inset - y

        Why {
            width: 600
            shown: page.split
        }
    }
    Copy {
        visible: page.others.length > 0
        text: Words.tr("opening.others", { "n": page.others.length })
        bold: true
        level: Theme.body
    }
    Repeater {
        model: page.others.length

        RowButton {
            required property int index
            readonly property var other: page.others[index] ?? ({})

            width: page.bodyWidth
            implicitHeight: 136
            glyph: "briefcase"
            iconSize: 52
            text: other.title ?? ""
            note: other.pay ?? ""
            onClicked: page.act("open_opening", { "opening": other.opening })
        }
    }
    Copy {
        visible: text !== ""
        width: page.bodyWidth
        text: page.view.description ?? ""
        level: Theme.small + 2
        topPadding: 8
        bottomPadding: 24
    }
}
