pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The two languages, side by side: on every screen. */
Rectangle {
    id: pair

    property bool dark: false

    signal picked(string language)

    width: 266
    height: 96
    radius: 20
    color: pair.dark ? Theme.attract : Theme.surface

    // Squares the inner corners of the chosen half; lies under the keys.
    Rectangle {
        x: Words.language === "zh" ? 110 : 130
        width: 20
        height: 96
        color: pair.dark ? Theme.attractInk : Theme.selected
    }
    Repeater {
        model: ["zh", "en"]

        KeyButton {
            required property string modelData
            required property int index

            x: index === 0 ? 0 : 130
            width: index === 0 ? 130 : 136
            height: 96
            text: Words.tr("top.language." + modelData)
            on: Words.language === modelData
            heavy: on
            dark: pair.dark
            level: 30
            fill: on ? (pair.dark ? Theme.attractInk : Theme.selected) : "transparent"
            edgeWidth: 0
            Accessible.checked: on
            onClicked: pair.picked(modelData)
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: 20
        color: "transparent"
        border.width: pair.dark ? 2 : Theme.strong
        border.color: pair.dark ? Theme.attractInk : Theme.lineStrong
    }
}
