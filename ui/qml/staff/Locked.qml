pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Strict mode: the kiosk has started and has no key yet. It asks the server by itself, and hears staff badges.

    view: state ("asking", "offline", "ask", "refused", "badge_only", "update", "mismatch", "opening"), digits (of this start),
    badge ("", "wrong", "none", "checking"), by_camera (bool: there is a camera), camera_on (bool). acts: camera. */
Item {
    id: page

    property var view: ({})
    property Component camera: null
    readonly property string stage: view.state ?? "asking"
    readonly property bool bad: ["offline", "refused", "update", "mismatch"].includes(stage)
    readonly property string badge: view.badge ?? ""
    readonly property real columnWidth: Theme.portrait ? width - 2 * Theme.margin : 860
    // In portrait one column holds all: what staff can do gives way to what has just happened.
    readonly property real room: keys.y - Theme.groupGap - (Theme.portrait ? now.y + now.height + Theme.cardGap : Theme.topBar + 20)
    readonly property real secondX: Theme.portrait ? Theme.margin : 996

    signal act(string name, var args)

    Accessible.role: Accessible.Pane
    Accessible.name: Words.tr("locked.heading")

    Rectangle {
        anchors.fill: parent
        color: Theme.attract
    }
    Column {
        id: head

        x: Theme.margin
        y: Theme.portrait ? 232 : 168
        width: page.columnWidth
        spacing: Theme.portrait ? 32 : 20

        Icon {
            x: -size * 0.2  // its visible edge stands under the text's
            visible: !Theme.largeType
            name: "lock"
            size: Theme.portrait ? 128 : 88
            color: Theme.attractInk
        }
        Copy {
            width: parent.width
            text: Words.tr("locked.heading")
            bold: true
            level: Theme.portrait ? Theme.display : 80
            color: Theme.attractInk
            Accessible.role: Accessible.Heading
        }
        Copy {
            visible: !Theme.largeType || !(page.badge || page.stage === "ask")
            balance: parent.width
            width: balanced
            text: Words.tr("locked.sub")
            level: Theme.portrait ? Theme.heading : Theme.body
            color: Theme.attractText
        }
    }
    Column {
        id: now

        x: Theme.margin
        y: head.y + head.height + (Theme.portrait ? 64 : 40)
        width: page.columnWidth
        spacing: Theme.cardGap

        InfoPlate {
            width: parent.width
            kind: page.stage === "opening" ? "ok" : page.bad ? "warn" : "note"
            icon: page.stage === "opening" ? "check" : page.stage === "offline" ? "wifi-off" : page.bad ? "alert"
                : page.stage === "ask" ? "person" : page.stage === "badge_only" ? "card" : "refresh"
            text: Words.tr("locked." + page.stage)
            detail: Words.has("locked." + page.stage + ".detail") ? Words.tr("locked." + page.stage + ".detail") : ""
        }
        Rectangle {
            visible: page.stage === "ask"
            width: parent.width
            height: Theme.portrait ? 200 : 150
            radius: Theme.radius
            color: Theme.surface

            Copy {
                anchors.centerIn: parent
                text: page.view.digits ?? ""
                bold: true
                level: Theme.display
            }
        }
        InfoPlate {
            width: parent.width
            kind: page.badge === "checking" ? "note" : "error"
            icon: page.badge === "checking" ? "refresh" : "alert"
            text: page.badge ? Words.tr("locked.badge." + page.badge) : ""
        }
    }
    Rectangle {
        visible: page.view.camera_on ?? false
        x: page.secondX
        anchors.bottom: keys.top
        anchors.bottomMargin: Theme.groupGap
        width: page.columnWidth
        height: Math.min(Theme.portrait ? 560 : 480, page.room)
        radius: Theme.radius
        color: "#2F3E46"
        clip: true

        Loader {
            anchors.fill: parent
            active: page.view.camera_on ?? false
            sourceComponent: page.camera
        }
        Rectangle {
            anchors.centerIn: parent
            width: parent.height * 0.62
            height: width
            radius: 40
            color: "transparent"
            border.width: 12
            border.color: "#FFFFFF"
        }
        Marker {
            x: 24
            y: 24
            dot: true
            text: Words.tr("camera.on_codes")
        }
    }
    Panel {
        id: ways

        x: page.secondX
        anchors.bottom: keys.top
        anchors.bottomMargin: Theme.groupGap
        visible: !(page.view.camera_on ?? false) && height <= page.room
        width: page.columnWidth
        spacing: Theme.portrait ? 28 : 22

        Copy {
            width: parent.width
            text: Words.tr("locked.staff")
            bold: true
            level: Theme.heading
            Accessible.role: Accessible.Heading
        }
        Repeater {
            model: [["card", "badge"], ["wifi", "network"], ["person", "organizer"]]

            RowLayout {
                required property var modelData

                width: ways.width - 2 * ways.pad
                spacing: 28

                Icon {
                    Layout.alignment: Qt.AlignVCenter
                    name: parent.modelData[0]
                    size: 52
                    color: Theme.accent
                }
                Copy {
                    Layout.fillWidth: true
                    text: Words.tr("locked.way." + parent.modelData[1])
                    level: Theme.body
                }
            }
        }
    }
    Column {
        id: keys

        x: page.secondX
        width: page.columnWidth
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.portrait ? 72 : 56
        spacing: Theme.portrait ? 32 : 20

        ActionButton {
            visible: page.view.by_camera ?? false
            width: parent.width
            glyph: (page.view.camera_on ?? false) ? "camera-off" : "camera"
            text: Words.tr((page.view.camera_on ?? false) ? "locked.camera.stop" : "locked.camera")
            onClicked: page.act("camera", {})
        }
        Copy {
            width: parent.width
            text: Words.tr("locked.visitors")
            level: Theme.body
            color: Theme.attractInk
        }
    }
}
