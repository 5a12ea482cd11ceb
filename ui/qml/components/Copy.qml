pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A run of text in one of the theme's sizes. */
Text {
    id: copy

    property int level: Theme.small
    property bool bold: false
    property bool spoken: true

    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: level
    font.weight: bold ? Font.Bold : Font.Normal
    font.features: ({ "tnum": 1 })
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(level * Theme.leading(level))
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: !spoken || text === ""
}
