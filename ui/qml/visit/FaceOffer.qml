pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** May a face be kept for next time: separate from everything else, and how far it may go.

    view: until (date), scopes (of "this_kiosk", "this_fair"), scope (chosen, "" at first).
    acts: scope {scope}, consent {given, face_scope}, read_aloud. */
ConsentPage {
    id: page

    heading: Words.tr("face_offer.heading")
    sub: Words.tr("face_offer.sub")
    refuse: Words.tr("face_offer.no")
    agree: Words.tr("face_offer.yes")
    rows: [
        { "icon": "face", "title": Words.tr("face_offer.what"), "text": Words.tr("face_offer.what.text") },
        { "icon": "clock", "title": Words.tr("face_offer.long"), "text": Words.tr("face_offer.long.text", { "date": view.until ?? "" }) }
    ]
    extra: [
        Copy {
            text: Words.tr("face_offer.scope")
            bold: true
            level: Theme.body
        },
        ChoiceChips {
            columns: 2
            total: page.bodyWidth
            value: page.view.scope ?? ""
            options: (page.view.scopes ?? []).map(scope => ({ "value": scope, "label": Words.tr("face_offer.scope." + scope) }))
            onPicked: value => page.act("scope", { "scope": value })
        }
    ]
    onAnswered: given => act("consent", { "given": given, "face_scope": given ? view.scope || "this_kiosk" : "none" })
}
