pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The staff's number before anything of staff appears, and again before stopping.

    view: entered, length, problem (key), why ("open", "pause", "restart", "shutdown"). acts: digit, clear, erase, confirm, leave. */
CodePage {
    id: page

    question: Words.tr("staff.code")
    sub: Words.tr("staff.code." + (view.why ?? "open"))
    firstText: Words.tr("staff.leave")
    problemText: view.problem ? Words.tr("staff.code.wrong") : ""
    onFirstChosen: act("leave", {})
}
