pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** First time here, or been here before; or only looking.

    view: notice. acts: first_time, been_before, look_around. */
Page {
    id: page

    heading: Words.tr("welcome.heading")
    sub: Words.tr("welcome.sub")
    headingLevel: Theme.portrait && (Theme.lowReach || Theme.largeType) ? Theme.title : Theme.display
    bodyAtBottom: true
    bodySpacing: Theme.gutter
    under: Row {
        visible: !page.split && !Theme.lowReach
        topPadding: 20
        spacing: 18

        Icon {
            name: "camera"
            size: 40
            color: Theme.ink2
        }
        Copy {
            text: Words.tr("attract.camera_off")
            color: Theme.ink2
        }
    }
    aside: InfoPlate {
        width: parent.width
        icon: "camera"
        text: Words.tr("camera.off_note")
    }

    Repeater {
        model: [{ "act": "first_time", "glyph": "person-plus" }, { "act": "been_before", "glyph": "person" }]

        RowButton {
            required property var modelData

            width: page.bodyWidth
            height: Theme.portrait && !Theme.lowReach ? 300 : (page.bodyHeight - 128 - 2 * Theme.gutter) / 2
            glyph: modelData.glyph
            iconSize: Theme.tight ? 72 : 96
            after: "arrow-right"
            text: Words.tr("welcome." + modelData.act)
            note: Words.tr("welcome." + modelData.act + ".note")
            onClicked: page.act(modelData.act, {})
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
