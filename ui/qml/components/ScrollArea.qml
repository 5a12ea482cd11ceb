pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A column that scrolls only when it is taller than its room, and says so with a key. */
Flickable {
    id: area

    property bool atBottom: false
    default property alias content: column.data
    property alias spacing: column.spacing
    readonly property real contentWanted: column.height
    readonly property bool overflow: column.height > height + 1

    contentWidth: width
    contentHeight: Math.max(height, column.height)
    interactive: overflow
    boundsBehavior: Flickable.StopAtBounds
    clip: overflow

    Column {
        id: column

        width: area.width
        y: area.atBottom && !area.overflow ? area.height - height : 0
        spacing: Theme.cardGap
    }
    Rectangle {
        parent: area
        visible: area.overflow
        anchors.right: parent.right
        anchors.rightMargin: -28
        y: area.visibleArea.yPosition * area.height
        width: 10
        height: area.visibleArea.heightRatio * area.height
        radius: 5
        color: Theme.lineStrong
    }
    KeyButton {
        parent: area
        visible: area.overflow && !area.atYEnd
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: 8
        width: 112
        height: 96
        glyph: "arrow-down"
        text: Words.tr("scroll.down")
        onClicked: area.contentY = Math.min(area.contentHeight - area.height, area.contentY + area.height * 0.8)
    }
}
