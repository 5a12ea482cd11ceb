pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Words on an ink plate over the camera picture, with the warm dot where the camera is on. */
Rectangle {
    id: marker

    property string text: ""
    property bool dot: false

    implicitWidth: row.width + 44
    implicitHeight: 62
    radius: 12
    color: "#16212B"
    border.width: Theme.highContrast ? 3 : 0
    border.color: "#FFFFFF"

    Row {
        id: row

        anchors.centerIn: parent
        spacing: 14

        Rectangle {
            visible: marker.dot
            anchors.verticalCenter: parent.verticalCenter
            width: 22
            height: 22
            radius: 11
            color: Theme.warm
        }
        Copy {
            text: marker.text
            color: "#FFFFFF"
            level: Math.min(Theme.small, 34)
            wrapMode: Text.NoWrap
        }
    }
}
