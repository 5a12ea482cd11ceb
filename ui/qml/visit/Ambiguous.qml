pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Two people look alike to the kiosk: nobody is named.

    view: ways (others). acts: way {way}, been_before. */
NoticePage {
    id: page

    glyph: "people"
    heading: Words.tr("ambiguous.heading")
    sub: Words.tr("ambiguous.sub")
    detail: Words.tr("ambiguous.detail")
    keys: (view.ways ?? []).map(way => ({ "act": "way", "args": { "way": way }, "text": Words.tr("way.use." + way),
        "glyph": ({ "face": "face", "pass": "pass", "document": "id-card", "phone": "phone" })[way] }))
}
