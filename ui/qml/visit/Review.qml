pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The résumé as it will be handed in, before anyone gets it. Name and phone are hidden until the key is held.

    view: source ("form", "card", "file"), images (urls of its pages, name and phone covered), clear_images (urls, shown
    while the key is held), pages, rendering (bool), missing (characters that the font lacks).
    acts: change, reviewed. */
Page {
    id: page

    property int sheet: 0
    property bool large: false
    property bool revealed: false
    readonly property var images: (revealed ? view.clear_images : view.images) ?? []

    readonly property var facts: ["resume", "phone", "id"]

    component Fact: Column {
        id: fact

        required property string modelData

        width: parent?.width ?? 0

        Copy {
            width: parent.width
            text: Words.tr("review." + fact.modelData)
            color: Theme.ink2
        }
        Copy {
            width: parent.width
            text: Words.tr(fact.modelData === "resume" ? "review.resume." + (page.view.source ?? "form") : "review." + fact.modelData + ".text", { "n": page.view.pages ?? 1 })
            bold: true
            level: Theme.body
        }
    }

    heading: Words.tr("review.heading")
    sub: Words.tr("review.sub")
    aside: Repeater {
        model: page.split ? page.facts : []

        Fact {}
    }
    bodySpacing: Theme.tight ? 12 : 28
    actions: ActionButton {
        width: parent.width
        kind: "primary"
        enabled: !(page.view.rendering ?? false)
        disabledReason: Words.tr("review.rendering")
        text: Words.tr("review.next")
        iconAfter: "arrow-right"
        onClicked: page.act("reviewed", {})
    }

    InfoPlate {
        width: page.bodyWidth
        kind: "warn"
        text: (page.view.missing ?? []).length ? Words.tr("review.missing", { "chars": page.view.missing.join(" ") }) : ""
        detail: Words.tr("review.missing.detail")
    }
    Item {
        width: page.bodyWidth
        height: page.large ? paper.height : Math.max(paper.height, keys.y + keys.height)

        Rectangle {
            id: paper

            width: page.large ? parent.width : Theme.portrait && !Theme.lowReach ? 600 : Math.min(480, (page.bodyHeight - 8) / 1.414)
            height: width * 1.414
            color: "#FFFFFF"
            border.width: 2
            border.color: Theme.lineStrong
            Accessible.role: Accessible.Graphic
            Accessible.name: Words.tr("review.page", { "n": page.sheet + 1, "count": page.view.pages ?? 1 })

            Image {
                anchors.fill: parent
                anchors.margins: 4
                source: page.images[page.sheet] ?? ""
                fillMode: Image.PreserveAspectFit
                smooth: true
                mipmap: true
            }
            Column {
                visible: page.view.rendering ?? false
                anchors.centerIn: parent
                width: parent.width - 80
                spacing: 24

                Copy {
                    width: parent.width
                    text: Words.tr("review.rendering")
                    color: "#16212B"
                    horizontalAlignment: Text.AlignHCenter
                }
                ProgressLine {
                    width: parent.width
                    value: -1
                }
            }
            MouseArea {
                anchors.fill: parent
                onClicked: page.large = !page.large
            }
        }
        Column {
            id: side

            visible: !page.large
            x: paper.width + 40
            width: parent.width - x
            spacing: Theme.tight ? 12 : 24

            Repeater {
                model: page.split ? [] : page.facts

                Fact {}
            }
        }
        Flow {
            id: keys

            readonly property bool below: Theme.portrait && !Theme.lowReach
            readonly property real one: below ? (parent.width - spacing) / 2 : width

            visible: !page.large
            x: below ? 0 : side.x
            y: below ? paper.height + 24 : side.height > 0 ? side.height + 20 : 0
            width: below ? parent.width : side.width
            spacing: 16

            ActionButton {
                width: keys.one
                implicitHeight: 104
                glyph: "eye"
                text: Words.tr("review.reveal")
                onPressedChanged: page.revealed = pressed
            }
            ActionButton {
                width: keys.one
                implicitHeight: 104
                glyph: "search"
                text: Words.tr("review.enlarge")
                onClicked: page.large = true
            }
            ActionButton {
                visible: (page.view.pages ?? 1) > 1
                width: keys.one
                implicitHeight: 104
                glyph: "document"
                text: Words.tr("review.other_page", { "n": page.sheet === 0 ? 2 : 1 })
                onClicked: page.sheet = (page.sheet + 1) % page.view.pages
            }
            ActionButton {
                width: (page.view.pages ?? 1) > 1 ? keys.one : keys.width
                implicitHeight: 104
                glyph: "pencil"
                text: Words.tr("review.change")
                onClicked: page.act("change", {})
            }
        }
    }
}
