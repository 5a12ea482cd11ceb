pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The camera measures a face to keep, which the seeker has just allowed.

    view: as CameraPage. acts: skip (go on without a face), cancel (the same: nothing is kept). */
CameraPage {
    id: page

    what: Words.tr("enrolling.heading")
    first: Words.tr("enrolling.skip")
    second: Words.tr("looking.cancel")
    onFirstChosen: act("skip", {})
    onSecondChosen: act("cancel", {})
}
