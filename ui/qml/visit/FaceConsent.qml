pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** May the camera look for a record of you.

    view: rows [{icon, title, text}], of the consent text (jobfair/consent_texts.py), others (number of other ways).
    acts: consent {given}, read_aloud. */
ConsentPage {
    id: page

    heading: Words.tr("face_consent.heading")
    sub: Words.tr("face_consent.sub", { "n": view.others ?? 3 })
    refuse: Words.tr("face_consent.no")
    agree: Words.tr("face_consent.yes")
    rows: view.rows ?? []
    onAnswered: given => act("consent", { "given": given })
}
