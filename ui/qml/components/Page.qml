pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The layout that every page shares: heading, one line under it, content, and actions anchored to the bottom.

    Contract of every page: `view` in (its keys are listed at the page's top), `act(name, args)` out; no logic inside.
    landscape: "choices" puts the heading in a left column of 600; "wide" keeps it above the content. */
FocusScope {
    id: page

    property var view: ({})
    property string heading: ""
    property string sub: ""
    property int headingLevel: Theme.title
    property int topGap: Theme.tight ? 8 : 24
    property string landscape: "choices"
    property bool bodyAtBottom: false
    property bool headingTop: true
    default property alias body: area.content
    property alias bodySpacing: area.spacing
    property alias actions: actionRow.data
    property alias actionSpacing: actionRow.spacing
    property alias aside: asideColumn.data
    readonly property bool split: !Theme.portrait && landscape === "choices"
    readonly property real bodyWidth: area.width
    readonly property real bodyHeight: area.height
    readonly property real inset: Theme.tight ? 20 : 40

    signal act(string name, var args)

    Accessible.role: Accessible.Pane
    Accessible.name: heading

    Column {
        id: head

        x: Theme.margin
        y: page.topGap
        width: page.split ? 600 : page.width - 2 * Theme.margin
        spacing: Theme.tight ? 8 : 16

        Copy {
            visible: text !== ""
            width: parent.width
            text: page.heading
            bold: true
            level: Theme.tight && !page.split ? Math.min(page.headingLevel, 56) : page.headingLevel
            Accessible.role: Accessible.Heading
        }
        Copy {
            visible: text !== "" && !(Theme.lowReach && Theme.portrait)
            width: parent.width
            text: page.sub
            level: page.split && page.headingLevel >= Theme.display ? Theme.body + 4 : Theme.body
            color: Theme.ink2
        }
    }
    Column {
        id: asideColumn

        x: Theme.margin
        width: page.split ? 600 : page.width - 2 * Theme.margin
        anchors.bottom: page.split ? parent.bottom : undefined
        anchors.bottomMargin: page.inset
        visible: page.split
        spacing: Theme.cardGap
    }
    ScrollArea {
        id: area

        x: page.split ? Theme.margin + 680 : Theme.margin
        width: page.split ? 1112 : page.width - 2 * Theme.margin
        y: page.split ? 16 : head.height > 0 ? head.y + head.height + (Theme.tight ? 16 : 28) : page.topGap
        height: (actionRow.height > 0 ? actionRow.y - Theme.cardGap : page.height - page.inset) - y
        atBottom: page.bodyAtBottom
    }
    Column {
        id: actionRow

        x: area.x
        width: area.width
        y: page.height - page.inset - height
        spacing: Theme.tight ? 16 : 20
    }
}
