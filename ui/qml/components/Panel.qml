pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A static panel: a soft line says that it cannot be tapped. */
Rectangle {
    id: panel

    default property alias content: column.data
    property real pad: 40
    property alias spacing: column.spacing

    implicitHeight: column.height + 2 * pad
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.soft
    border.color: Theme.line

    Column {
        id: column

        x: panel.pad
        y: panel.pad
        width: panel.width - 2 * panel.pad
    }
}
