pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The box with its tick; only drawn, the row around it is the control. */
Rectangle {
    property bool checked: false

    implicitWidth: 72
    implicitHeight: 72
    radius: 16
    color: checked ? Theme.accent : Theme.surface
    border.width: checked ? 0 : 4
    border.color: Theme.lineStrong

    Icon {
        visible: parent.checked
        anchors.centerIn: parent
        name: "check"
        size: 48
        color: Theme.accentInk
        stroke: 5
    }
}
