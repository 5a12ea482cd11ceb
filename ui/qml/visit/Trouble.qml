pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A fault that stops this visit: what happened, what was kept, what to do.

    view: code (an error's code), kept (bool: something was saved). acts: again, finish. */
NoticePage {
    readonly property string code: Words.has("error." + view.code) ? view.code : "fault"

    glyph: "alert"
    heading: Words.tr("error." + code)
    sub: Words.tr("error." + code + ".next")
    detail: Words.tr("error." + code + ".kept")
    keys: [
        { "act": "again", "text": Words.tr("error.again"), "glyph": "refresh" },
        { "act": "finish", "text": Words.tr("saved.finish"), "kind": "primary" }
    ]
}
