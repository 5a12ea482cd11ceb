pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** What happened, what still works, what to do next. keys: [{act, args, text, kind, glyph}] from top to bottom. */
Page {
    id: page

    property string glyph: "info"
    property string detail: ""
    property var keys: []

    bodyAtBottom: true
    aside: InfoPlate {
        width: parent.width
        icon: page.glyph
        text: page.detail
    }
    topGap: Theme.tight ? 16 : 64
    actions: Repeater {
        model: page.keys

        ActionButton {
            required property var modelData

            width: page.bodyWidth
            kind: modelData.kind ?? "secondary"
            glyph: modelData.glyph ?? ""
            text: modelData.text
            onClicked: page.act(modelData.act, modelData.args ?? {})
        }
    }

    Panel {
        visible: page.detail !== "" && !page.split
        width: page.bodyWidth
        pad: 48

        Icon {
            name: page.glyph
            size: 80
            color: Theme.accent
        }
        Copy {
            width: parent.width
            topPadding: 24
            text: page.detail
            level: Theme.body + 2
        }
    }
}
