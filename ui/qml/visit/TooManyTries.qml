pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Too many wrong codes: the desk helps; looking around still works.

    view: desk_min (minutes to the desk, or null). acts: look_around, finish. */
NoticePage {
    id: page

    glyph: "lock"
    heading: Words.tr("too_many.heading")
    sub: Words.tr("too_many.sub")
    detail: view.desk_min ? Words.tr("too_many.where", { "n": view.desk_min }) + "\n" + Words.tr("too_many.detail") : Words.tr("too_many.detail")
    keys: [
        { "act": "look_around", "text": Words.tr("ways.look_around"), "glyph": "map" },
        { "act": "finish", "text": Words.tr("too_many.finish"), "kind": "primary" }
    ]
}
