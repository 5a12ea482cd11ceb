pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The second factor: the visit code. The page looks the same whether or not a record was found.

    view: entered, length (6), tries_left (or null), busy, factor ("visit_code" or "phone_tail").
    acts: digit {digit}, clear, erase, confirm, not_me. */
CodePage {
    id: page

    question: Words.tr("confirm.heading." + (view.factor ?? "visit_code"))
    sub: Words.tr("confirm.sub." + (view.factor ?? "visit_code"))
    firstText: Words.tr("confirm.other")
    problemText: view.notice === "wrong_code" ? Words.tr("notice.wrong_code", { "n": view.tries_left ?? 0 }) : ""
    onFirstChosen: act("not_me", {})
}
