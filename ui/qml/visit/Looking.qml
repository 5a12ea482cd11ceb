pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The camera looks once.

    view: as CameraPage (instruction, progress, seconds_left, steps, film, trouble, note).
    acts: been_before (another way), cancel. */
CameraPage {
    id: page

    what: Words.tr("looking.heading")
    first: Words.tr("looking.other_way")
    second: Words.tr("looking.cancel")
    onFirstChosen: act("been_before", {})
    onSecondChosen: act("cancel", {})
}
