pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The second factor. The page looks the same whether or not a record was found.

    view: entered, length (6, or 4 of the phone), tries_left (or null), busy, factor and factors ("visit_code",
    "phone_tail", "sms", "email", "pass"), problem ("", "not_sent", "not_reached", "elsewhere"),
    look (bool: after a pass: it shows the booths by itself).
    acts: look_around, factor {factor}, digit {digit}, clear, erase, confirm, not_me. */
CodePage {
    id: page

    readonly property string factor: view.factor ?? "visit_code"
    readonly property string wrong: factor === "visit_code" ? "notice.wrong_code"
        : factor === "phone_tail" ? "notice.wrong_code.phone_tail" : "notice.wrong_code.sent"

    question: Words.tr("confirm.heading." + factor)
    sub: Theme.largeType && problemText !== "" ? "" : Words.tr("confirm.sub." + factor)
    firstText: Words.tr("confirm.other")
    lookText: view.look ? Words.tr("confirm.look_around") : ""
    problemText: view.problem ? Words.tr("confirm.problem." + view.problem, { "n": view.tries_left ?? 0 })
        : view.notice === "wrong_code" ? Words.tr(wrong, { "n": view.tries_left ?? 0 }) : ""
    choices: (view.factors ?? []).filter(name => name !== factor).map(name => ({ "value": name, "label": Words.tr("confirm.factor." + name) }))
    onFirstChosen: act("not_me", {})
    onLookChosen: act("look_around", {})
    onChoicePicked: value => act("factor", { "factor": value })
}
