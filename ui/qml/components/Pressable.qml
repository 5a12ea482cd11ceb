pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ".."

/** What every tappable thing shares: a strong border, a pressed state at once, the focus ring, Enter as well as Space. */
T.AbstractButton {
    id: control

    property color fill: Theme.surface
    property color edge: Theme.lineStrong
    property int edgeWidth: Theme.strong
    property color offFill: Theme.sunk
    property real corner: Theme.radius

    implicitWidth: Math.max(Theme.target, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
    // A touch leaves the focus where it is: a keyboard that closed under the finger would move what is being pressed.
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    onPressed: Qt.inputMethod.commit()
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: control.corner
        color: control.enabled ? (control.pressed ? Theme.pressed(control.fill) : control.fill) : control.offFill
        border.width: control.edgeWidth
        border.color: control.enabled ? control.edge : Theme.disabledEdge

        FocusRing {
            shown: control.visualFocus
            inner: control.corner
        }
    }
}
