pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** May we keep what you tell us.

    view: organizer (legal name), contact, until (date).
    acts: consent {given}, read_aloud. */
ConsentPage {
    id: page

    heading: Words.tr("register_consent.heading")
    sub: Words.tr("register_consent.sub")
    refuse: Words.tr("register_consent.no")
    agree: Words.tr("register_consent.yes")
    rows: [
        { "icon": "document", "title": Words.tr("register_consent.what"), "text": Words.tr("register_consent.what.text") },
        { "icon": "shield", "title": Words.tr("register_consent.who"), "text": Words.tr(view.contact ? "register_consent.who.text" : "register_consent.who.text_no_contact", { "organizer": view.organizer ?? "", "contact": view.contact ?? "" }) },
        { "icon": "clock", "title": Words.tr("register_consent.long"), "text": Words.tr("register_consent.long.text", { "date": view.until ?? "" }) }
    ]
    onAnswered: given => act("consent", { "given": given })
}
