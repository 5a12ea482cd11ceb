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

        LanguageKeys {
            dark: bar.dark
            onPicked: language => bar.act("language", { "language": language })
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
