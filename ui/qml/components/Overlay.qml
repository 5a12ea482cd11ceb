pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Opaque ink over an emptied page, with one card at the bottom. A press outside the card is swallowed. */
FocusScope {
    id: overlay

    default property alias content: column.data
    property alias spacing: column.spacing

    Rectangle {
        anchors.fill: parent
        color: Theme.highContrast ? "#000000" : Theme.veil
    }
    MouseArea { anchors.fill: parent }
    Rectangle {
        width: Theme.portrait ? parent.width - 2 * Theme.margin : 1112
        height: column.height + 128
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.portrait ? 232 : (parent.height - height) / 2
        radius: 32
        color: Theme.paper
        border.width: Theme.highContrast ? 4 : 0
        border.color: Theme.ink

        Column {
            id: column

            x: 64
            y: 64
            width: parent.width - 128
            spacing: 24
        }
    }
}
