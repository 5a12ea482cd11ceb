pragma ComponentBehavior: Bound
import QtQuick
import ".."
import "../components"

/** Nobody is here, and nobody can begin: the disk is nearly full. It goes away by itself when there is room again.

    view: nothing. acts: none. */
Item {
    id: page

    property var view: ({})

    signal act(string name, var args)

    Rectangle {
        anchors.fill: parent
        color: Theme.attract
    }
    Rectangle {
        id: sign

        x: Theme.margin
        y: Theme.portrait ? 320 : 190
        width: Theme.portrait ? 200 : 150
        height: width
        radius: width / 2
        color: Theme.attractBlock

        Icon {
            anchors.centerIn: parent
            name: "pause"
            size: parent.width * 0.56
            stroke: 12
            color: Theme.attractInk
        }
    }
    Column {
        x: Theme.portrait ? Theme.margin : sign.x + sign.width + 64
        y: Theme.portrait ? sign.y + sign.height + 64 : sign.y
        width: parent.width - x - Theme.margin
        spacing: Theme.portrait ? 32 : 20

        Copy {
            width: parent.width
            text: Words.tr("resting.heading")
            bold: true
            level: Theme.display
            color: Theme.attractInk
            Accessible.role: Accessible.Heading
        }
        Copy {
            width: parent.width
            text: Words.tr("resting.other")
            level: Theme.heading
            color: Theme.attractText
        }
        Item { width: 1; height: Theme.portrait ? 40 : 4 }
        Repeater {
            model: [{ "icon": "shield", "key": "resting.safe" }, { "icon": "clock", "key": "resting.soon" }]

            Row {
                id: line

                required property var modelData

                width: parent.width
                spacing: 28

                Icon {
                    id: mark

                    anchors.verticalCenter: said.verticalCenter
                    name: line.modelData.icon
                    size: 64
                    color: Theme.attractText
                }
                Copy {
                    id: said

                    width: line.width - mark.width - line.spacing
                    text: Words.tr(line.modelData.key)
                    level: Theme.heading
                    color: Theme.attractText
                }
            }
        }
    }
    Rectangle {
        width: parent.width
        height: Theme.portrait ? 236 : 152
        anchors.bottom: parent.bottom
        color: Theme.paper

        Column {
            x: Theme.margin
            anchors.verticalCenter: parent.verticalCenter

            Copy {
                text: Words.tr("attract.closed")
                bold: true
                level: Theme.portrait ? 72 : Theme.heading
            }
            Copy {
                text: Words.tr("attract.closed_other")
                level: Theme.portrait ? Theme.heading : Theme.body
                color: Theme.ink2
            }
        }
    }
}
