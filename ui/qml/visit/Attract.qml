pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Nobody is here: what this is, and that the camera is off. A touch anywhere starts.

    view: notice, closed (bool: nobody can start now). acts: start. */
Pressable {
    id: page

    property var view: ({})
    readonly property string callKey: view.closed ? "attract.closed" : "attract.start"
    readonly property int headTop: Theme.portrait ? 216 : 150
    readonly property real cell: Theme.portrait ? 72 : 60
    readonly property real pitch: cell + 8
    readonly property real planX: Theme.portrait ? 64 : 920
    readonly property real planY: Theme.portrait ? 780 : 168
    readonly property real blockStep: Theme.portrait ? 266.7 : 242

    signal act(string name, var args)

    text: Words.tr(page.callKey)
    corner: 0
    edgeWidth: 0
    padding: 0
    fill: Theme.attract
    offFill: Theme.attract
    enabled: !(view.closed ?? false)
    onClicked: act("start", {})

    function blockX(column: int): real { return planX + Math.floor(column / 2) * blockStep + column % 2 * pitch; }
    function aisleX(gap: int): real { return planX + gap * blockStep + 2 * pitch + (blockStep - 2 * pitch) / 2 - 4; }
    function rowY(row: real): real { return planY + row * pitch + cell / 2; }

    contentItem: Item {
        Column {
            x: Theme.margin
            y: page.headTop
            width: Theme.portrait ? parent.width - 128 : 780
            spacing: 24

            Copy {
                width: parent.width
                text: Words.tr("attract.heading")
                bold: true
                level: Theme.portrait && Words.language === "zh" ? Theme.attractSize : Theme.display
                color: Theme.attractInk
                Accessible.role: Accessible.Heading
            }
            Copy {
                width: parent.width
                text: Words.tr("attract.sub")
                level: Theme.heading
                color: Theme.attractText
            }
        }
        Repeater {
            model: 56

            Rectangle {
                required property int index
                readonly property int column: index % 8
                readonly property int row: Math.floor(index / 8)

                x: page.blockX(column)
                y: page.planY + row * page.pitch
                width: page.cell
                height: page.cell
                radius: 10
                color: [33, 10, 35, 45, 20, 22].includes(index) ? Theme.attractText : Theme.attractBlock
            }
        }
        RouteLine {
            anchors.fill: parent
            points: [Qt.point(page.aisleX(0), page.rowY(8.2)), Qt.point(page.aisleX(0), page.rowY(-1.2)),
                Qt.point(page.aisleX(1), page.rowY(-1.2)), Qt.point(page.aisleX(1), page.rowY(7.1)),
                Qt.point(page.aisleX(2), page.rowY(7.1)), Qt.point(page.aisleX(2), page.rowY(2))]
        }
        Repeater {
            model: [[0, 4], [1, 4], [1, 1], [2, 5], [2, 2]]

            Rectangle {
                required property var modelData

                x: page.aisleX(modelData[0]) - 28
                y: page.rowY(modelData[1]) - 28
                width: 56
                height: 56
                radius: 28
                color: Theme.attract
                border.width: 12
                border.color: Theme.attractInk
            }
        }
        Rectangle {
            id: pin

            x: page.aisleX(0) - 46
            y: page.rowY(8.2) - 46
            width: 92
            height: 92
            radius: 46
            color: Theme.warm
            border.width: 16
            border.color: Theme.attractInk
        }
        Copy {
            anchors.left: pin.right
            anchors.leftMargin: 28
            anchors.verticalCenter: pin.verticalCenter
            text: Words.tr("map.here")
            bold: true
            level: Theme.heading
            color: Theme.attractInk
        }
        Rectangle {
            id: call

            width: parent.width
            height: Theme.portrait ? 236 : 152
            anchors.bottom: promise.top
            color: Theme.paper

            Column {
                x: Theme.margin
                anchors.verticalCenter: parent.verticalCenter

                Copy {
                    text: Words.tr(page.callKey)
                    bold: true
                    level: Theme.portrait ? 72 : Theme.heading
                }
                Copy {
                    text: Words.tr(page.callKey + "_other")
                    level: Theme.portrait ? Theme.heading : Theme.body
                    color: Theme.ink2
                }
            }
            Rectangle {
                visible: !page.view.closed
                anchors.right: parent.right
                anchors.rightMargin: Theme.margin
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.portrait ? 144 : 112
                height: width
                radius: width / 2
                color: page.pressed ? Theme.pressed(Theme.accent) : Theme.accent

                Icon {
                    anchors.centerIn: parent
                    name: "arrow-right"
                    size: 84
                    color: Theme.accentInk
                }
            }
        }
        Rectangle {
            id: promise

            width: parent.width
            height: Theme.portrait ? 104 : 80
            anchors.bottom: parent.bottom
            color: page.view.notice ? Theme.warnTint : Theme.sunk

            Row {
                x: Theme.margin
                anchors.verticalCenter: parent.verticalCenter
                spacing: 20

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: page.view.notice ? "alert" : "camera"
                    size: 42
                }
                Copy {
                    text: page.view.notice ? Words.tr("notice." + page.view.notice) : Words.tr("attract.camera_off")
                    level: 32
                }
            }
        }
    }
}
