pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import ".."

/** A column that scrolls only when it is taller than its room, and says so with a key in a strip of its own below. */
Item {
    id: area

    property bool atBottom: false
    default property alias content: column.data
    property alias spacing: column.spacing
    readonly property Item focused: Window.activeFocusItem
    readonly property bool overflow: column.height > height + 1

    /** All of it was in sight: it fits, or somebody scrolled to its end since ``unread``. */
    readonly property bool seen: !overflow || reached
    property bool reached: false

    onFocusedChanged: reveal()
    onHeightChanged: reveal()

    /** There are other words in it: from the beginning again. */
    function unread(): void {
        flick.contentY = 0;
        reached = false;
    }

    /** Scroll so far that what has the focus can be seen; the keyboard may just have taken half of the room. */
    function reveal(): void {
        let above = focused;
        while (above && above !== flick.contentItem)
            above = above.parent;
        if (!above || !overflow)
            return;
        const top = focused.mapToItem(flick.contentItem, 0, 0).y;
        if (top < flick.contentY)
            flick.contentY = Math.max(0, top - 60);
        else if (top + focused.height > flick.contentY + flick.height)
            flick.contentY = Math.min(flick.contentHeight - flick.height, top + focused.height - flick.height + 24);
    }

    Flickable {
        id: flick

        width: parent.width
        height: parent.height - (down.offered ? down.height + 12 : 0)
        contentWidth: width
        contentHeight: Math.max(height, column.height)
        interactive: area.overflow
        boundsBehavior: Flickable.StopAtBounds
        clip: area.overflow
        onContentYChanged: {
            if (area.overflow && contentY > 0 && contentY >= contentHeight - height - 2)
                area.reached = true;
        }

        Column {
            id: column

            width: area.width
            y: area.atBottom && !area.overflow ? area.height - height : 0
            spacing: Theme.cardGap
        }
    }
    Rectangle {
        visible: area.overflow
        anchors.right: parent.right
        anchors.rightMargin: -28
        y: flick.visibleArea.yPosition * flick.height
        width: 10
        height: flick.visibleArea.heightRatio * flick.height
        radius: 5
        color: Theme.lineStrong
    }
    KeyButton {
        id: down

        // While somebody types there is no room to spare: what has the focus comes into sight by itself.
        readonly property bool offered: area.overflow && area.height > 400 && !Qt.inputMethod.visible

        visible: offered
        enabled: !flick.atYEnd
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        width: 160
        height: 96
        glyph: "arrow-down"
        text: Words.tr("scroll.down")
        onClicked: flick.contentY = Math.min(flick.contentHeight - flick.height, flick.contentY + flick.height * 0.8)
    }
}
