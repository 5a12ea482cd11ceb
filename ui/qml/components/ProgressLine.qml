pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A bar for how far something is; below zero it says only that something is going on. */
Rectangle {
    id: bar

    property real value: 0

    implicitHeight: 12
    radius: 6
    color: Theme.highContrast ? "#555555" : Theme.line
    Accessible.role: Accessible.ProgressBar

    Rectangle {
        id: fill

        width: bar.value < 0 ? bar.width / 4 : Math.max(parent.height, bar.width * Math.min(1, bar.value))
        height: parent.height
        radius: 6
        color: Theme.accent

        SequentialAnimation on x {
            running: bar.value < 0 && bar.visible && !Theme.reducedMotion
            loops: Animation.Infinite
            NumberAnimation { from: 0; to: bar.width * 3 / 4; duration: 1200; easing.type: Easing.InOutQuad }
            NumberAnimation { from: bar.width * 3 / 4; to: 0; duration: 1200; easing.type: Easing.InOutQuad }
        }
    }
}
