pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A quiet or loud note with an icon. kind: "note", "ok", "warn", "error". */
Rectangle {
    id: plate

    property string kind: "note"
    property string icon: kind === "ok" ? "check" : kind === "note" ? "info" : "alert"
    property string text: ""
    property string detail: ""
    readonly property color tone: kind === "ok" ? Theme.ok : kind === "warn" ? Theme.warn : kind === "error" ? Theme.error : Theme.ink

    visible: text !== ""
    implicitHeight: words.height + 48
    radius: Theme.radius
    color: kind === "ok" ? Theme.okTint : kind === "warn" ? Theme.warnTint : kind === "error" ? Theme.errorTint : Theme.sunk
    border.width: Theme.highContrast ? 4 : 0
    border.color: tone
    Accessible.role: kind === "note" ? Accessible.StaticText : Accessible.AlertMessage
    Accessible.name: text + " " + detail

    Icon {
        id: mark

        x: 32
        anchors.verticalCenter: parent.verticalCenter
        name: plate.icon
        size: 48
        color: plate.tone
    }
    Column {
        id: words

        anchors.left: mark.right
        anchors.leftMargin: 28
        anchors.right: parent.right
        anchors.rightMargin: 32
        anchors.verticalCenter: parent.verticalCenter

        Copy {
            width: parent.width
            text: plate.text
            spoken: false
            bold: plate.kind !== "note"
            level: plate.kind === "note" ? Theme.small + 2 : Theme.body
            color: plate.tone
        }
        Copy {
            visible: text !== ""
            width: parent.width
            text: plate.detail
            spoken: false
            color: Theme.ink
        }
    }
}
