pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Registration in the express form: a name, an age group, and a phone number if wanted.

    view: name, phone, age ("", "under_14", "14_to_15", "16_up"), problems {name, phone, age: key}, can_go_on,
    documents_offered, document {kind, end} (its last two places; kind empty: none).
    acts: edit {field, value}, age {age}, document, no_document, next. */
Page {
    id: page

    readonly property var problems: view.problems ?? ({})

    heading: Words.tr("register.heading")
    sub: Words.tr("register.sub")
    bodySpacing: Theme.tight ? 20 : page.height < 1000 ? 16 : 40
    under: [
        Item {
            width: 1
            height: 40
        },
        DocumentRow {
            visible: offered && page.split
            width: 600
        }
    ]
    actions: ActionButton {
        width: parent.width
        kind: "primary"
        enabled: page.view.can_go_on ?? false
        disabledReason: Words.tr("register.disabled")
        text: Words.tr("form.next_step")
        iconAfter: "arrow-right"
        onClicked: page.act("next", {})
    }

    TextLine {
        width: page.bodyWidth
        focus: true
        heading: Words.tr("register.name")
        hint: Words.tr("register.name.hint")
        text: page.view.name ?? ""
        problem: page.problems.name ? Words.tr("register.problem." + page.problems.name) : ""
        onEdited: text => page.act("edit", { "field": "name", "value": text })
    }
    TextLine {
        width: page.bodyWidth
        heading: Words.tr("register.phone")
        hint: Words.tr("register.phone.hint")
        hints: Qt.ImhDialableCharactersOnly
        text: page.view.phone ?? ""
        problem: page.problems.phone ? Words.tr("register.problem." + page.problems.phone) : ""
        onEdited: text => page.act("edit", { "field": "phone", "value": text })
    }
    Column {
        width: page.bodyWidth
        spacing: 12

        Copy {
            text: Words.tr("register.age")
            color: Theme.ink2
        }
        ChoiceChips {
            columns: 3
            total: page.bodyWidth
            value: page.view.age ?? ""
            options: ["under_14", "14_to_15", "16_up"].map(age => ({ "value": age, "label": Words.tr("register.age." + age) }))
            onPicked: value => page.act("age", { "age": value })
        }
        Copy {
            visible: text !== ""
            width: parent.width
            text: page.problems.age ? Words.tr("register.problem." + page.problems.age) : ""
            color: Theme.error
            bold: true
        }
    }
    DocumentRow {
        visible: offered && !page.split
        width: page.bodyWidth
    }

    component DocumentRow: RowButton {
        readonly property bool offered: (page.view.documents_offered ?? false) && page.height > 700
        readonly property bool added: (page.view.document?.kind ?? "") !== ""

        glyph: "id-card"
        iconSize: 48
        after: added ? "close" : "chevron-right"
        text: added ? Words.tr("register.document.added", {
            "kind": Words.tr("document.kind." + page.view.document.kind),
            "end": page.view.document.end
        }) : Words.tr("register.document")
        Accessible.description: added ? Words.tr("register.document.remove") : ""
        onClicked: page.act(added ? "no_document" : "document", {})
    }
}
