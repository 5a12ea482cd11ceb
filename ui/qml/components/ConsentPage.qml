pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** A question about data: what, why, how long, in rows; then two identical keys. rows: [{icon, title, text}]. */
Page {
    id: page

    property var rows: []
    property string refuse: ""
    property string agree: ""
    property alias extra: extraColumn.data

    signal answered(bool given)

    landscape: "choices"
    aside: ActionButton {
        visible: Theme.canSpeak
        glyph: "speech"
        text: Words.tr("consent.read_aloud")
        onClicked: page.act("read_aloud", {})
    }
    actions: [
        ActionButton {
            visible: Theme.canSpeak && !page.split
            glyph: "speech"
            height: Theme.tight ? 96 : 112
            text: Words.tr("consent.read_aloud")
            onClicked: page.act("read_aloud", {})
        },
        ButtonRow {
            ActionButton {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                kind: "consent"
                text: page.refuse
                onClicked: page.answered(false)
            }
            ActionButton {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                kind: "consent"
                text: page.agree
                onClicked: page.answered(true)
            }
        }
    ]

    Panel {
        width: page.bodyWidth
        pad: Theme.tight ? 28 : 44
        spacing: Theme.tight ? 18 : 24

        Repeater {
            model: page.rows

            Item {
                id: row

                required property var modelData
                required property int index

                width: parent?.width ?? 0
                height: words.height + (index ? 24 : 0)

                Rule { visible: row.index > 0 }
                Icon {
                    x: 4
                    anchors.top: words.top
                    anchors.topMargin: 6
                    name: row.modelData.icon
                    size: 64
                    color: Theme.accent
                }
                Column {
                    id: words

                    x: 112
                    y: row.index ? 24 : 0
                    width: parent.width - 112
                    spacing: 4

                    Copy {
                        width: parent.width
                        text: row.modelData.title
                        bold: true
                        level: Theme.tight ? Theme.body : Theme.heading
                    }
                    Copy {
                        width: parent.width
                        text: row.modelData.text
                        level: Theme.tight ? Theme.small : Theme.body
                        color: Theme.ink
                    }
                }
            }
        }
    }
    Column {
        id: extraColumn

        width: page.bodyWidth
        spacing: Theme.cardGap
    }
}
