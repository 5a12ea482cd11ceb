pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** May we keep what you tell us.

    view: rows [{icon, title, text}], of the consent text that will be named (jobfair/consent_texts.py).
    acts: consent {given}, read_aloud. */
ConsentPage {
    id: page

    heading: Words.tr("register_consent.heading")
    sub: Words.tr("register_consent.sub")
    refuse: Words.tr("register_consent.no")
    agree: Words.tr("register_consent.yes")
    rows: view.rows ?? []
    onAnswered: given => act("consent", { "given": given })
}
