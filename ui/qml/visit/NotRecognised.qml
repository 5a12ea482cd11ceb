pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The camera found nobody it knows, or could not see. A normal answer: look again, other ways, or register.

    view: reason ("unknown", "no_face", "poor_quality", "timeout", "doubt"), ways (others), again (bool: may look once more).
    acts: look_again, way {way}, first_time. */
NoticePage {
    id: page

    readonly property var ways: view.ways ?? []

    readonly property string reason: view.reason ?? "unknown"
    readonly property bool again: view.again ?? false

    glyph: "face"
    heading: Words.tr(reason === "unknown" ? "not_recognised.heading" : "not_recognised.heading." + reason)
    sub: Words.tr("not_recognised.sub." + reason)
    detail: Words.tr(reason === "unknown" || reason === "doubt" ? "not_recognised.detail" : "not_recognised.detail.again")
    // Only who was seen and not found is asked first to register: else a record would be made twice.
    keys: ways.map(way => ({ "act": "way", "args": { "way": way }, "text": Words.tr("way.use." + way),
            "glyph": ({ "face": "face", "pass": "pass", "document": "id-card", "phone": "phone" })[way] }))
        .concat([{ "act": "first_time", "text": Words.tr("not_recognised.first_time"), "glyph": "person-plus", "kind": reason === "unknown" ? "primary" : "secondary" }])
        .concat(again ? [{ "act": "look_again", "text": Words.tr("not_recognised.again"), "glyph": "refresh", "kind": "primary" }] : [])
}
