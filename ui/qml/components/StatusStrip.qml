pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Connection and waiting count in plain words; amber while offline. view: online, waiting, film. */
Rectangle {
    id: strip

    property var frame: ({})
    property bool badge: false
    readonly property bool online: frame.online ?? true
    readonly property int waiting: frame.waiting ?? 0
    readonly property string words: Words.tr(online ? (waiting ? "status.online_waiting" : "status.online")
        : (waiting ? "status.offline_waiting" : "status.offline"), { "n": waiting })
    readonly property color tone: online ? Theme.ink : Theme.warn

    color: online ? Theme.sunk : Theme.warnTint
    radius: badge ? Theme.innerRadius : 0
    border.width: badge && Theme.highContrast ? 4 : 0
    border.color: tone
    implicitHeight: 72
    implicitWidth: line.implicitWidth + 48
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Rectangle {
        visible: Theme.highContrast && !strip.badge
        width: parent.width
        height: 4
        color: Theme.ink
    }
    Row {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        x: strip.badge ? 24 : Theme.margin
        spacing: 16

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: strip.online ? "wifi" : "wifi-off"
            size: 40
            color: strip.tone
        }
        Copy {
            text: strip.words
            spoken: false
            bold: !strip.online
            level: Math.min(Theme.small, 34)
            color: strip.tone
            wrapMode: Text.NoWrap
        }
    }
    Copy {
        visible: !strip.badge && line.width + implicitWidth + 3 * Theme.margin < strip.width
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        text: strip.frame.film ? Words.tr("status.film") : Words.tr("status.help")
        level: Math.min(Theme.small, 34)
        color: Theme.ink2
    }
}
