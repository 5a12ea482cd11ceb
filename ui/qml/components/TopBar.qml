pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Fair, date and time; language, large type, speech. Acts: language {language}, large_type, speech. */
FocusScope {
    id: bar

    property var frame: ({})
    property bool dark: false
    readonly property color tone: dark ? Theme.attractInk : Theme.ink

    signal act(string name, var args)

    height: Theme.topBar

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: keys.left
        anchors.rightMargin: 20
        anchors.verticalCenter: keys.verticalCenter

        Copy {
            width: parent.width
            text: bar.frame.fair ?? ""
            bold: true
            level: 36
            color: bar.tone
            elide: Text.ElideRight
            maximumLineCount: 1
        }
        Copy {
            width: parent.width
            text: [bar.frame.date, bar.dark ? bar.frame.hours : bar.frame.time].filter(part => part).join("    ")
            level: 30
            color: bar.dark ? Theme.attractText : Theme.ink2
            elide: Text.ElideRight
            maximumLineCount: 1
        }
    }
    Row {
        id: keys

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        y: (Theme.portrait ? 32 : 16)
        spacing: 16

        Rectangle {
            width: 266
            height: 96
            radius: 20
            color: bar.dark ? Theme.attract : Theme.surface

            // Squares the inner corners of the chosen half; lies under the keys.
            Rectangle {
                x: Words.language === "zh" ? 110 : 130
                width: 20
                height: 96
                color: bar.dark ? Theme.attractInk : Theme.selected
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
                    dark: bar.dark
                    level: 30
                    fill: on ? (bar.dark ? Theme.attractInk : Theme.selected) : "transparent"
                    edgeWidth: 0
                    Accessible.checked: on
                    onClicked: bar.act("language", { "language": modelData })
                }
            }
            Rectangle {
                anchors.fill: parent
                radius: 20
                color: "transparent"
                border.width: bar.dark ? 2 : Theme.strong
                border.color: bar.dark ? Theme.attractInk : Theme.lineStrong
            }
        }
        KeyButton {
            width: 96
            height: 96
            level: 40
            text: "A+"
            Accessible.name: Words.tr("top.large")
            on: Theme.largeType
            dark: bar.dark
            onClicked: bar.act("large_type", {})
        }
        KeyButton {
            visible: Theme.canSpeak
            width: 96
            height: 96
            glyph: "speech"
            text: Words.tr("top.speech")
            on: bar.frame.speech ?? false
            dark: bar.dark
            onClicked: bar.act("speech", {})
        }
    }
}
