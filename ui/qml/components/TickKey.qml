pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ".."

/** A short choice that may stand beside others, never ticked beforehand. */
T.CheckBox {
    id: key

    implicitHeight: Math.max(Theme.largeType ? 136 : 112, words.height + 28)
    leftPadding: 20
    rightPadding: 14
    focusPolicy: Qt.StrongFocus
    Accessible.name: text
    Keys.onReturnPressed: click()

    // The tick follows the view; a click only reports, so that the binding stays.
    nextCheckState: () => key.checkState
    indicator: null
    background: Rectangle {
        radius: Theme.radius
        color: key.pressed ? Theme.pressed(Theme.surface) : key.checked ? Theme.accentTint : key.enabled ? Theme.surface : Theme.sunk
        border.width: key.checked ? 4 : Theme.strong
        border.color: key.checked ? Theme.accent : Theme.lineStrong

        FocusRing { shown: key.visualFocus }
    }
    contentItem: Item {
        CheckBox {
            id: box

            anchors.verticalCenter: parent.verticalCenter
            checked: key.checked
        }
        Copy {
            id: words

            anchors.left: box.right
            anchors.leftMargin: 16
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: key.text
            spoken: false
            bold: true
            level: Theme.small
            color: key.enabled ? Theme.ink : Theme.ink2
        }
    }
}
