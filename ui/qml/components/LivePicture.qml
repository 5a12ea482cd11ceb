pragma ComponentBehavior: Bound
import QtQuick
import JobFair 1.0 // qmllint disable import

/** The camera's picture as the watcher hands it over; nothing is kept when the page is gone. */
Item {
    id: live

    required property var watcher

    // qmllint disable
    CameraItem {
        id: item

        anchors.fill: parent
    }
    // qmllint enable
    Connections {
        target: live.watcher
        function onPictured(image: var): void { item.show(image); }
        function onOutlined(faces: var): void { item.outline(faces); }
    }
}
