pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A run of text in one of the theme's sizes. */
Text {
    id: copy

    property int level: Theme.small
    property bool bold: false
    property bool spoken: true
    // Room for a text whose lines should be about equally long; 0 leaves the width alone.
    property real balance: 0
    readonly property real balanced: implicitWidth <= balance || text.includes("\n") ? balance
        : Math.min(balance, implicitWidth / Math.ceil(implicitWidth / balance) * 1.1 + level)

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
