pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The screen is cleared; the next person sees nothing of the last.

    view: seconds (until the first page). acts: done. */
Page {
    id: page

    heading: Words.tr("farewell.heading")
    sub: Words.tr("farewell.sub")
    headingLevel: Theme.portrait && (Theme.lowReach || Theme.largeType) ? Theme.title : Theme.display
    bodyAtBottom: true
    topGap: Theme.tight ? 16 : 172
    actions: ActionButton {
        width: parent.width
        kind: "primary"
        text: Words.tr("farewell.done")
        onClicked: page.act("done", {})
    }

    InfoPlate {
        width: page.bodyWidth
        kind: "ok"
        icon: "shield"
        text: Words.tr("farewell.cleared")
        detail: Words.tr("farewell.kept")
    }
    Rectangle {
        parent: page
        visible: !Theme.tight
        x: Theme.margin
        y: 24
        width: 136
        height: 136
        radius: 68
        color: Theme.ok

        Icon {
            anchors.centerIn: parent
            name: "check"
            size: 84
            stroke: 10
            color: Theme.highContrast ? "#000000" : "#FFFFFF"
        }
    }
}
