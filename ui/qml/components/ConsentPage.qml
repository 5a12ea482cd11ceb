pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** A question about data: what, why, how long, in rows; then two identical keys. rows: [{icon, title, text}].
    Nobody says yes to words that were out of sight: where they do not fit, yes waits until their end was reached. */
Page {
    id: page

    property var rows: []
    property string refuse: ""
    property string agree: ""
    property alias extra: extraColumn.data
    property alias choices: choiceColumn.data

    /** Many rows: smaller, so that all of what the law asks for is seen without scrolling. */
    readonly property bool dense: rows.length > 3 && !Theme.largeType

    readonly property string words: JSON.stringify(rows)

    signal answered(bool given)

    onWordsChanged: unread()

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
        Column {
            id: choiceColumn

            width: page.bodyWidth
            visible: children.length > 0
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
                enabled: page.bodySeen
                text: page.bodySeen ? page.agree : Words.tr("consent.read_to_end")
                onClicked: page.answered(true)
            }
        }
    ]

    Panel {
        width: page.bodyWidth
        pad: page.dense ? 24 : Theme.tight ? 28 : 44
        spacing: page.dense ? 12 : Theme.tight ? 18 : 24

        Repeater {
            model: page.rows

            Item {
                id: row

                required property var modelData
                required property int index

                width: parent?.width ?? 0
                height: words.height + (index ? words.gap : 0)

                Rule { visible: row.index > 0 }
                Icon {
                    x: 4
                    anchors.top: words.top
                    anchors.topMargin: 6
                    name: row.modelData.icon
                    size: page.dense ? 44 : 64
                    color: Theme.accent
                }
                Grid {
                    id: words

                    readonly property int gap: beside ? 12 : page.dense ? 18 : 24
                    readonly property bool beside: page.dense && page.split
                    readonly property real titleWidth: beside ? 232 : width

                    x: page.dense ? 72 : 112
                    y: row.index ? gap : 0
                    width: parent.width - x
                    columns: beside ? 2 : 1
                    rowSpacing: page.dense ? 0 : 4

                    Copy {
                        width: words.titleWidth
                        text: row.modelData.title
                        bold: true
                        level: words.beside ? Theme.small : page.dense || Theme.tight ? Theme.body : Theme.heading
                    }
                    Copy {
                        width: words.width - (words.beside ? words.titleWidth : 0)
                        text: row.modelData.text
                        level: page.dense || Theme.tight ? Theme.small : Theme.body
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
