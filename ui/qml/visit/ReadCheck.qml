pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** What was read from the file: every field is shown for confirmation.

    view: fields [{key, label, value, problem, fixed}], pages.
    acts: edit {field, value}, confirm, profile, source {source: "form"}. */
Page {
    id: page

    heading: Words.tr("read_check.heading")
    sub: Words.tr("read_check.sub")
    actions: ButtonRow {
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.primary
            text: Words.tr("read_check.profile")
            onClicked: page.act("profile", {})
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            glyph: "check"
            text: Words.tr("read_check.confirm")
            onClicked: page.act("confirm", {})
        }
    }

    Repeater {
        model: (page.view.fields ?? []).length

        TextLine {
            required property int index
            readonly property var line: page.view.fields?.[index] ?? ({})

            width: page.bodyWidth
            heading: line.label ?? Words.tr("field." + line.key)
            text: line.value ?? ""
            field.readOnly: line.fixed ?? false
            problem: line.problem ? Words.tr("form.problem." + line.problem) : ""
            onEdited: text => page.act("edit", { "field": line.key, "value": text })
        }
    }
}
