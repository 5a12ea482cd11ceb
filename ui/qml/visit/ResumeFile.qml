pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A résumé from a USB stick: waiting, choosing, reading, or what is wrong with it.

    view: state ("waiting", "choose", "reading", "problem"), files [{value, label, note}], progress (0-1, below 0 unknown),
    problem ("broken", "encrypted", "too_large", "no_text", "unknown_kind", "too_slow").
    acts: file {file}, again, source {source: "form"}. */
Page {
    id: page

    readonly property string stage: view.state ?? "waiting"

    heading: Words.tr(stage === "problem" ? "file.problem." + (view.problem ?? "broken") : "file.heading." + stage)
    sub: Words.tr(stage === "problem" ? "file.problem." + (view.problem ?? "broken") + ".text" : "file.sub." + stage)
    bodyAtBottom: stage !== "choose"
    actions: ButtonRow {
        visible: page.stage !== "reading"

        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.primary
            glyph: "pencil"
            text: Words.tr("source.form")
            onClicked: page.act("source", { "source": "form" })
        }
        ActionButton {
            visible: page.stage === "problem"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            text: Words.tr("file.again")
            onClicked: page.act("again", {})
        }
    }

    Repeater {
        model: page.stage === "choose" ? (page.view.files ?? []).length : 0

        RowButton {
            required property int index
            readonly property var file: page.view.files?.[index] ?? ({})

            width: page.bodyWidth
            implicitHeight: 160
            glyph: "document"
            text: file.label ?? ""
            note: file.note ?? ""
            onClicked: page.act("file", { "file": file.value })
        }
    }
    Panel {
        visible: page.stage !== "choose"
        width: page.bodyWidth
        pad: 56
        spacing: 32

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: page.stage === "problem" ? "alert" : page.stage === "reading" ? "document" : "usb"
            size: 160
            stroke: 7
            color: page.stage === "problem" ? Theme.warn : Theme.accent
        }
        ProgressLine {
            visible: page.stage === "reading"
            width: parent.width
            value: page.view.progress ?? -1
        }
        Copy {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: Words.tr(page.stage === "problem" ? "file.kept" : "file.limits")
            color: Theme.ink2
            level: Theme.body
        }
    }
}
