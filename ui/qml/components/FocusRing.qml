pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The ring around what has the keyboard's focus: 8 px, 6 px away. */
Rectangle {
    property Item target: parent
    property bool shown: false
    property real inner: Theme.radius

    anchors.fill: parent
    anchors.margins: -14
    visible: shown
    color: "transparent"
    radius: inner + 14
    border.width: 8
    border.color: Theme.ink
    z: 10
}
