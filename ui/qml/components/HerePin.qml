pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The warm pin "you are here", its point at (x, y). `flip` puts the label to the right, where the left has no room. */
Item {
    id: pin

    property bool flip: false
    readonly property real labelWidth: label.width

    Rectangle {
        anchors.centerIn: parent
        width: 68
        height: 68
        radius: 34
        color: "#40E4572E"
    }
    Rectangle {
        anchors.centerIn: parent
        width: 46
        height: 46
        radius: 23
        color: Theme.warm
        border.width: 6
        border.color: "#FFFFFF"
    }
    Rectangle {
        id: label

        x: pin.flip ? 46 : -46 - width
        anchors.verticalCenter: parent.verticalCenter
        width: here.implicitWidth + 28
        height: 54
        radius: 10
        color: Theme.warmDeep

        Rectangle {
            x: pin.flip ? -6 : parent.width - 10
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            rotation: 45
            color: Theme.warmDeep
        }
        Copy {
            id: here

            anchors.centerIn: parent
            text: Words.tr("map.here")
            bold: true
            level: 28
            color: "#FFFFFF"
            wrapMode: Text.NoWrap
        }
    }
}
