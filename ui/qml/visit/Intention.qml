pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The intention card: three taps that count as a résumé.

    view: works [{value, label}], work, years [{value, label}], year, contact ("phone", "desk", …), contacts
    [{value, label}], can_go_on, other (own words for the kind of work).
    acts: pick {field: "work"|"year"|"contact", value}, edit {field: "work", value}, next. */
Page {
    id: page

    heading: Words.tr("intention.heading")
    sub: Words.tr("intention.sub")
    aside: TextLine {
        width: parent.width
        hint: Words.tr("intention.work.hint")
        text: page.view.other ?? ""
        onEdited: text => page.act("edit", { "field": "work", "value": text })
    }
    bodySpacing: Theme.tight ? 12 : 32
    actions: ActionButton {
        width: parent.width
        kind: "primary"
        enabled: page.view.can_go_on ?? false
        disabledReason: Words.tr("intention.disabled")
        text: Words.tr("form.next_step")
        iconAfter: "arrow-right"
        onClicked: page.act("next", {})
    }

    Repeater {
        model: [{ "field": "work", "list": "works" }, { "field": "year", "list": "years" }, { "field": "contact", "list": "contacts" }]

        Column {
            id: group

            required property var modelData
            required property int index

            width: page.bodyWidth
            spacing: Theme.tight ? 6 : 14

            Copy {
                text: Words.tr("intention." + group.modelData.field, { "step": group.index + 1 })
                bold: true
                level: Theme.body
            }
            ChoiceChips {
                columns: group.modelData.field === "contact" ? 2 : group.modelData.field === "work" && page.split ? 5 : 3
                total: page.bodyWidth
                chipHeight: 96
                value: page.view[group.modelData.field] ?? ""
                options: page.view[group.modelData.list] ?? []
                onPicked: value => page.act("pick", { "field": group.modelData.field, "value": value })
            }
            TextLine {
                visible: group.modelData.field === "work" && !page.split
                width: parent.width
                hint: Words.tr("intention.work.hint")
                text: page.view.other ?? ""
                onEdited: text => page.act("edit", { "field": "work", "value": text })
            }
        }
    }
}
