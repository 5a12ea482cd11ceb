pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../components"

/** How shall we find you: equal ways, then looking around.

    view: ways (of "face", "pass", "document", "phone"; the face only where this kiosk holds enrolments).
    acts: way {way}, look_around. */
Page {
    id: page

    readonly property var ways: view.ways ?? []

    heading: Words.tr("ways.heading")
    sub: Words.tr("ways.sub", { "n": ways.length })
    headingLevel: Theme.portrait && (Theme.lowReach || Theme.largeType) ? Theme.title : Theme.display
    bodyAtBottom: true
    bodySpacing: Theme.gutter
    aside: InfoPlate {
        width: parent.width
        icon: "camera"
        text: page.notice ? "" : Words.tr("camera.off_note")
    }

    Grid {
        columns: 2
        spacing: Theme.gutter

        Repeater {
            model: page.ways

            Tile {
                required property string modelData

                width: (page.bodyWidth - Theme.gutter) / 2
                height: Theme.portrait ? (page.notice ? Math.min(320, implicitHeight) : implicitHeight) : (page.bodyHeight - 128 - 2 * Theme.gutter) / 2
                glyph: ({ "face": "face", "pass": "pass", "document": "id-card", "phone": "phone" })[modelData]
                text: Words.tr("ways." + modelData)
                note: Words.tr("ways." + modelData + ".note")
                onClicked: page.act("way", { "way": modelData })
            }
        }
    }
    RowButton {
        width: page.bodyWidth
        glyph: "map"
        iconColor: Theme.ink
        iconSize: 52
        after: "arrow-right"
        text: Words.tr("ways.look_around")
        onClicked: page.act("look_around", {})
    }
}
