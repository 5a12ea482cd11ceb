pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ".."

/** One employer to choose, never ticked beforehand: box, plate, opening, employer and what it would get. */
T.CheckBox {
    id: row

    property string booth: ""
    property string note: ""
    property string detail: ""

    padding: 26
    implicitHeight: implicitContentHeight + 2 * padding
    focusPolicy: Qt.StrongFocus
    Accessible.name: text
    Accessible.description: note + " " + detail
    Keys.onReturnPressed: click()

    // The tick follows the view; a click only reports, so that the binding stays.
    nextCheckState: () => row.checkState
    indicator: null
    background: Rectangle {
        radius: Theme.radius
        color: row.pressed ? Theme.pressed(Theme.surface) : row.checked ? Theme.accentTint : Theme.surface
        border.width: row.checked ? 4 : Theme.strong
        border.color: row.checked ? Theme.accent : Theme.lineStrong
        opacity: row.enabled ? 1 : 0.6

        FocusRing { shown: row.visualFocus }
    }
    contentItem: Item {
        implicitHeight: Math.max(96, words.height)

        CheckBox {
            id: box

            y: plate.visible ? plate.height / 2 - height / 2 : parent.height / 2 - height / 2
            checked: row.checked
        }
        Plate {
            id: plate

            visible: row.booth !== ""
            x: 100
            width: 128
            height: 84
            booth: row.booth
            fill: row.checked ? Theme.surface : Theme.accentTint
            level: Math.min(Theme.heading, 48)
        }
        Column {
            id: words

            anchors.left: plate.visible ? plate.right : box.right
            anchors.leftMargin: 28
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter

            Copy {
                width: parent.width
                text: row.text
                spoken: false
                bold: true
                level: Theme.body + 2
            }
            Copy {
                visible: text !== ""
                width: parent.width
                text: row.note
                spoken: false
                color: Theme.ink2
            }
            Copy {
                visible: text !== ""
                width: parent.width
                text: row.detail
                spoken: false
                color: Theme.ink2
            }
        }
    }
}
