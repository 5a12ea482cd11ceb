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

    // In landscape the keyboard takes half of the room: the actions go under the heading then.
    readonly property bool squeezed: split && height < 480
    readonly property bool besides: squeezed && asideColumn.children.length === 0

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

        Copy {
            visible: text !== "" && page.headingShown && !(Theme.portrait && page.height < 480)
            balance: parent.width
            width: balanced
            text: page.heading
            bold: true
            level: Theme.tight && !page.split ? Math.min(page.headingLevel, 56) : page.squeezed ? Theme.heading : page.headingLevel
            Accessible.role: Accessible.Heading
        }
        Copy {
            visible: text !== "" && page.headingShown && !page.squeezed && !(Theme.lowReach && Theme.portrait)
            balance: parent.width
            width: balanced
            text: page.sub
            level: page.split && page.headingLevel >= Theme.display ? Theme.body + 4 : Theme.body
            color: Theme.ink2
        }
        InfoPlate {
            width: parent.width
            kind: page.notice.startsWith("saved") || page.notice === "withdrawn" ? "ok" : "warn"
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
