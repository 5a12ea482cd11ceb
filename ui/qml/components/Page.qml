pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The layout that every page shares: heading, one line under it, content, and actions anchored to the bottom.

    Contract of every page: `view` in (its keys are listed at the page's top), `act(name, args)` out; no logic inside.
    Every view may have `notice`: a code whose text "notice.<code>" is shown under the heading.
    landscape: "choices" puts the heading in a left column of 600; "wide" keeps it above the content. */
FocusScope {
    id: page

    property var view: ({})
    property string heading: ""
    property string sub: ""
    property int headingLevel: Theme.title
    property int topGap: snug ? 8 : 24
    property real headingRoom: split ? 600 : width - 2 * Theme.margin
    property int headingLines: 0
    property string landscape: "choices"
    property bool bodyAtBottom: false
    property bool headingShown: true
    property alias under: underColumn.data
    readonly property string notice: ["wrong_code"].includes(view.notice) ? "" : view.notice ?? ""
    default property alias body: area.content
    property alias bodySpacing: area.spacing
    readonly property bool bodySeen: area.seen
    property alias actions: actionRow.data
    property alias actionSpacing: actionRow.spacing
    property alias aside: asideColumn.data
    readonly property bool split: !Theme.portrait && landscape === "choices"
    readonly property real bodyWidth: area.width
    readonly property real bodyHeight: area.height
    readonly property bool snug: Theme.tight || height < 1000  // lowered, or the keyboard is open
    readonly property real inset: snug ? 20 : 40
    readonly property real headBottom: head.y + head.height

    // In landscape the keyboard takes half of the room: the actions go under the heading then.
    readonly property bool squeezed: split && height < 480
    readonly property bool besides: squeezed && asideColumn.children.length === 0

    // What the plates at the top and the bottom of the left column leave for the words; 0 where nothing is below them.
    readonly property real leftRoom: !split || squeezed ? 0 : Math.max(1, height - topGap - inset - (asideColumn.height > 0 ? asideColumn.height + Theme.cardGap : 0)
        - (news.visible ? news.height + head.spacing : 0) - (underColumn.height > 0 ? underColumn.height + head.spacing : 0))

    signal act(string name, var args)

    /** The body says something else: it is to be read from its beginning. */
    function unread(): void {
        area.unread();
    }

    Accessible.role: Accessible.Pane
    Accessible.name: heading

    Column {
        id: head

        x: Theme.margin
        y: page.topGap
        width: page.split ? 600 : page.width - 2 * Theme.margin
        spacing: page.snug || page.topGap < 20 ? 8 : 16

        FittedCopy {
            id: title

            visible: text !== "" && page.headingShown && !(Theme.portrait && page.height < 480)
            balance: page.headingRoom
            width: page.headingLines === 1 || level < asked ? page.headingRoom : balanced
            height: page.headingLines === 1 ? heightOf(1, asked) : implicitHeight  // what is below stays where it is
            verticalAlignment: Text.AlignVCenter
            text: page.heading
            bold: true
            room: page.headingRoom
            high: page.leftRoom === 0 ? 0 : Math.max(1, page.leftRoom - (line.visible ? line.heightAt(line.asked) + head.spacing : 0))
            most: page.headingLines
            asked: Theme.tight && !page.split ? Math.min(page.headingLevel, 56) : page.squeezed ? Theme.heading : page.headingLevel
            least: Math.min(asked, page.headingLines === 1 ? 32 : Theme.heading)
            Accessible.role: Accessible.Heading
        }
        FittedCopy {
            id: line

            visible: text !== "" && page.headingShown && !page.squeezed && !(Theme.lowReach && Theme.portrait)
            balance: parent.width
            width: level < asked ? parent.width : balanced
            text: page.sub
            room: parent.width
            high: page.leftRoom === 0 ? 0 : Math.max(1, page.leftRoom - (title.visible ? title.height + head.spacing : 0))
            asked: page.split && page.headingLevel >= Theme.display ? Theme.body + 4 : Theme.body
            color: Theme.ink2
        }
        InfoPlate {
            id: news

            width: parent.width
            kind: page.notice.startsWith("saved") || page.notice.endsWith("withdrawn") && page.notice !== "not_withdrawn" ? "ok" : "warn"
            text: page.notice ? Words.tr("notice." + page.notice, page.view) : ""
            detail: page.notice && Words.has("notice." + page.notice + ".detail") ? Words.tr("notice." + page.notice + ".detail", page.view) : ""
        }
        Column {
            id: underColumn

            width: parent.width
            visible: children.length > 0
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
        y: page.split ? 16 : head.height > 0 ? head.y + head.height + (page.topGap === 0 ? 8 : page.snug ? 16 : page.topGap < 20 ? 20 : 28) : page.topGap
        height: (actionRow.height > 0 && !page.besides ? actionRow.y - Theme.cardGap : page.height - page.inset) - y
        atBottom: page.bodyAtBottom
    }
    Column {
        id: actionRow

        x: page.besides ? Theme.margin : area.x
        width: page.besides ? 600 : area.width
        y: page.height - page.inset - height
        spacing: page.snug ? 16 : 20
    }
}
