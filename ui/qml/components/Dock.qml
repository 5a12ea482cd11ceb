pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Back, the wheelchair key, step dots, finish. Acts: back, low_reach, finish. */
FocusScope {
    id: dock

    property var frame: ({})

    signal act(string name, var args)

    height: Theme.dock

    Rectangle {
        width: parent.width
        height: Theme.soft
        color: Theme.line
    }
    Row {
        id: left

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: 24

        ActionButton {
            id: backKey

            visible: dock.frame.back ?? true
            height: Theme.portrait ? 112 : 96
            leftPadding: 24
            rightPadding: 24
            width: Math.max(204, implicitWidth)
            glyph: "arrow-left"
            text: Words.tr("dock.back")
            onClicked: dock.act("back", {})
        }
        KeyButton {
            width: Theme.portrait ? 112 : 96
            height: width
            glyph: "wheelchair"
            text: Words.tr("dock.low_reach")
            on: Theme.lowReach
            onClicked: dock.act("low_reach", {})
        }
        StatusStrip {
            visible: !Theme.portrait
            anchors.verticalCenter: parent.verticalCenter
            badge: true
            frame: dock.frame
        }
    }
    StepDots {
        visible: (dock.frame.step ?? 0) > 0
        anchors.verticalCenter: parent.verticalCenter
        x: (left.x + left.width + finishKey.x) / 2 - width / 2
        step: dock.frame.step ?? 1
        count: dock.frame.steps ?? 5
    }
    ActionButton {
        id: finishKey

        visible: dock.frame.finish ?? true
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.portrait ? 112 : 96
        leftPadding: 24
        rightPadding: 24
        width: Math.max(204, implicitWidth)
        glyph: "finish"
        text: Words.tr("dock.finish")
        onClicked: dock.act("finish", {})
    }
}
