pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Up to three questions for somebody who cannot say what she looks for, answered by tapping pictures and words.

    view: key (question, "" while none is there), index, count (most), options [{value, label, icon, note}] (two to six),
    busy, done (nothing to ask), wish (what is looked for by now, as one line).
    acts: answer {value}, skip, show {page: "home"|"profile"}. */
Page {
    id: page

    readonly property var options: view.options ?? []
    readonly property int columns: split && options.length > 4 && !Theme.largeType ? 3 : 2
    readonly property int rows: Math.max(1, Math.ceil(options.length / columns))
    readonly property real tileHeight: Math.max(196, Math.min(Theme.portrait ? 320 : 340, (bodyHeight - (rows - 1) * 20) / rows))

    heading: Words.tr(view.key ? "questions.heading." + view.key : view.busy ?? true ? "questions.busy" : "questions.done")
    sub: view.key ? Words.tr(view.wish ? "questions.sub_so_far" : "questions.sub", { "wish": view.wish ?? "" }) : Words.tr("questions.done.sub")
    topGap: Theme.tight ? 8 : 84
    actions: ButtonRow {
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            visible: page.options.length > 0
            implicitHeight: 112
            text: Words.tr("questions.skip")
            onClicked: page.act("skip", {})
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            implicitHeight: 112
            text: Words.tr("questions.enough")
            onClicked: page.act("show", { "page": "home" })
        }
    }

    Grid {
        width: page.bodyWidth
        columns: page.columns
        spacing: 20

        Repeater {
            model: page.options.length

            Tile {
                required property int index
                readonly property var option: page.options[index] ?? ({})

                width: (page.bodyWidth - (page.columns - 1) * 20) / page.columns
                height: page.tileHeight
                padding: page.tileHeight < 260 ? 24 : 32
                iconSize: page.tileHeight < 260 ? 48 : 68
                glyph: option.icon ?? ""
                text: option.label ?? ""
                note: option.note ?? ""
                onClicked: page.act("answer", { "value": option.value })
            }
        }
    }
    Item {
        parent: page
        visible: Theme.portrait && !Theme.tight && page.options.length > 0
        x: Theme.margin
        y: 16
        width: page.width - 2 * Theme.margin
        height: 48

        Copy {
            id: count

            anchors.verticalCenter: parent.verticalCenter
            text: Words.tr("questions.count", { "index": page.view.index ?? 1, "count": page.view.count ?? 3 })
            color: Theme.ink2
        }
        ProgressLine {
            anchors.left: count.right
            anchors.leftMargin: 28
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            value: (page.view.index ?? 1) / (page.view.count ?? 3)
        }
    }
}
