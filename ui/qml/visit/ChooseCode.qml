pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Choose a visit code, then type it once more.

    view: stage ("choose", "repeat"), entered, length (6), problem ("", "mismatch", "too_simple"), busy.
    acts: digit {digit}, clear, erase, confirm. */
CodePage {
    id: page

    question: Words.tr("choose_code.heading." + (view.stage ?? "choose"))
    sub: Words.tr("choose_code.sub." + (view.stage ?? "choose"))
    goText: Words.tr(view.stage === "repeat" ? "choose_code.done" : "choose_code.next")
    problemText: view.problem ? Words.tr("choose_code.problem." + view.problem) : ""
}
