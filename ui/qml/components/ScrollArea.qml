pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import ".."

/** A column that scrolls only when it is taller than its room, and says so with a key. */
Flickable {
    id: area

    property bool atBottom: false
    default property alias content: column.data
    property alias spacing: column.spacing
    readonly property Item focused: Window.activeFocusItem
    readonly property real contentWanted: column.height
    readonly property bool overflow: column.height > height + 1

    onFocusedChanged: reveal()
    onHeightChanged: reveal()

    /** Scroll so far that what has the focus can be seen; the keyboard may just have taken half of the room. */
    function reveal(): void {
        let above = focused;
        while (above && above !== area)
            above = above.parent;
        if (!above || !overflow || focused === area)
            return;
        const top = focused.mapToItem(contentItem, 0, 0).y;
        if (top < contentY)
            contentY = Math.max(0, top - 60);
        else if (top + focused.height > contentY + height)
            contentY = Math.min(contentHeight - height, top + focused.height - height + 24);
    }

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
        visible: area.overflow && !area.atYEnd && area.height > 400
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
