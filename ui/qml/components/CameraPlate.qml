pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The live picture with a frame for a code, and what the camera is on for. `camera` is the picture's component. */
Rectangle {
    id: plate

    property Component camera: null
    property bool bad: false
    property bool film: false
    property int secondsLeft: -1

    radius: Theme.radius
    color: "#2F3E46"
    clip: true

    Loader {
        anchors.fill: parent
        sourceComponent: plate.camera
    }
    Rectangle {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: Theme.tight ? 36 : 0
        width: Math.min(parent.height, parent.width) * (Theme.tight ? 0.7 : 0.66)
        height: width
        radius: 40
        color: "transparent"
        border.width: 12
        border.color: plate.bad ? Theme.warm : "#FFFFFF"
    }
    Marker {
        x: 24
        y: 24
        dot: true
        text: Words.tr(plate.film ? "camera.film" : "camera.on_codes")
    }
    Marker {
        visible: plate.secondsLeft >= 0
        anchors.right: parent.right
        anchors.rightMargin: 24
        y: 24
        text: Words.tr("camera.seconds_left", { "n": Math.max(0, plate.secondsLeft) })
    }
}
