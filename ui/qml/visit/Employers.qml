pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Each employer is chosen, none ticked beforehand; who it is, what for, what it gets and how long it keeps it.

    view: rows [{opening, booth, title, employer, legal_name, contact, purpose, retention, fields, on, already}], chosen,
    limit (10), resume {kind: "last"|"new", date, pages}, saving (bool).
    acts: tick {opening, on}, submit, show {page: "booths"}. */
Page {
    id: page

    readonly property int chosen: view.chosen ?? 0

    heading: Words.tr("employers.heading")
    sub: view.resume?.kind === "last" ? Words.tr("employers.sub_last", { "date": view.resume.date, "n": view.resume.pages })
        : Words.tr("employers.sub")
    bodySpacing: 16
    actions: ActionButton {
        width: parent.width
        kind: "primary"
        glyph: "document"
        enabled: page.chosen > 0 && !(page.view.saving ?? false)
        disabledReason: Words.tr("employers.disabled")
        text: page.view.saving ? Words.tr("employers.saving") : page.chosen ? Words.tr("employers.submit", { "n": page.chosen }) : Words.tr("employers.submit_none")
        onClicked: page.act("submit", {})
    }

    Repeater {
        model: (page.view.rows ?? []).length

        CheckRow {
            required property int index
            readonly property var row: page.view.rows?.[index] ?? ({})

            width: page.bodyWidth
            booth: row.booth ?? ""
            text: row.title ?? ""
            note: Words.tr("employers.legal", { "name": row.legal_name ?? row.employer ?? "", "contact": row.contact ?? "" })
            detail: row.already ? Words.tr("employers.already")
                : Words.tr("employers.terms", { "purpose": row.purpose ?? "", "fields": row.fields ?? "", "retention": row.retention ?? "" })
            checked: row.on ?? false
            enabled: !(row.already ?? false)
            onClicked: page.act("tick", { "opening": row.opening, "on": !(row.on ?? false) })
        }
    }
}
