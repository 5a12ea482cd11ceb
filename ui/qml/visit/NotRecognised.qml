pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The camera found nobody it knows. A normal answer: other ways, or register.

    view: reason ("unknown", "no_face", "poor_quality", "timeout", "doubt"), ways (others).
    acts: way {way}, first_time. */
NoticePage {
    id: page

    readonly property var ways: view.ways ?? []

    glyph: "face"
    heading: Words.tr(view.reason === "doubt" ? "not_recognised.heading.doubt" : "not_recognised.heading")
    sub: Words.tr("not_recognised.sub." + (view.reason ?? "unknown"))
    detail: Words.tr("not_recognised.detail")
    keys: ways.map(way => ({ "act": "way", "args": { "way": way }, "text": Words.tr("way.use." + way),
            "glyph": ({ "face": "face", "pass": "pass", "document": "id-card", "phone": "phone" })[way] }))
        .concat([{ "act": "first_time", "text": Words.tr("not_recognised.first_time"), "kind": "primary", "glyph": "person-plus" }])
}
