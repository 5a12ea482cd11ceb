pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** May the camera look for a record of you.

    view: until (date to which the log entry is kept), others (number of other ways).
    acts: consent {given}, read_aloud. */
ConsentPage {
    id: page

    heading: Words.tr("face_consent.heading")
    sub: Words.tr("face_consent.sub", { "n": view.others ?? 3 })
    refuse: Words.tr("face_consent.no")
    agree: Words.tr("face_consent.yes")
    rows: [
        { "icon": "camera", "title": Words.tr("face_consent.what"), "text": Words.tr("face_consent.what.text") },
        { "icon": "download", "title": Words.tr("face_consent.kept"), "text": Words.tr("face_consent.kept.text") },
        { "icon": "clock", "title": Words.tr("face_consent.long"), "text": Words.tr("face_consent.long.text", { "date": view.until ?? "" }) }
    ]
    onAnswered: given => act("consent", { "given": given })
}
