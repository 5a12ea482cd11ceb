pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The booths that match, best first; handing in a résumé is the one primary action.

    view: name (masked, "" without), total (all booths of the fair), fitting (how many match), matches [BoothCard.view],
    map (HallMap.map; drawn in landscape), tour {booths, minutes} or null (primary once something was sent), can_hand_in, busy (matching under way),
    known (she is registered and may see her data), guest (somebody without a record told us what she looks for), wish (that
    in one line), unsure (known, and nothing is known of her wish).
    acts: open_opening {opening, booth}, hand_in, show {page: "booths"|"map"|"questions"|"profile"}, your_data, why. */
Page {
    id: page

    readonly property var matches: view.matches ?? []
    readonly property bool known: view.known ?? false
    // Who has handed in wants to walk; who has not came to hand in.
    readonly property bool tourFirst: !!view.tour && (view.sent ?? 0) > 0
    readonly property string firstWords: Words.tr(tourFirst ? "home.tour" : "home.hand_in")
    readonly property string secondWords: Words.tr(tourFirst ? "home.hand_in" : view.tour ? "home.tour.short" : "home.map")
    readonly property real cardHeight: Theme.largeType ? (Theme.portrait ? (Theme.highContrast ? 418 : 411) : 324) : Theme.portrait ? 318 : 230
    readonly property int fit: Math.max(1, Math.floor((room + gap) / (cardHeight + gap)))
    // Three keys in a row: large words would not fit on one line.
    readonly property int keyLevel: Theme.portrait ? Math.min(Theme.body, 40) : 36
    readonly property int gap: !Theme.portrait ? 10 : Theme.largeType ? 14 : 16
    readonly property real room: Math.max(cardHeight, bodyHeight)
    readonly property bool paged: matches.length > fit
    readonly property int shown: Math.min(fit, matches.length - first)
    property int first: 0
    /** Other booths than before: from the first again. The same ones drawn anew leave the page where it is. */
    readonly property string ranked: matches.map(match => match.opening ?? "").join(" ")
    /** Nothing fits; what is shown may be looked at also. */
    readonly property bool alsoOnly: matches.length > 0 && matches.every(match => match.also ?? false)
    readonly property string facts: Words.tr(view.unsure ? "home.sub_unsure" : alsoOnly ? "home.sub_also" : view.guest ? "home.sub_guest" : !view.name ? "home.sub_anonymous" : view.sent ? "home.sub_sent" : "home.sub",
        { "fitting": view.fitting ?? matches.length, "total": view.total ?? 0, "sent": view.sent ?? 0, "read": view.read ?? 0 })

    /** The primary action, or the one beside it. */
    function go(first: bool): void {
        if (first === tourFirst)
            act("show", { "page": "map" });
        else
            act("hand_in", {});
    }

    landscape: "wide"
    topGap: 0
    headingLevel: Theme.portrait ? Theme.title : 52
    headingRoom: Theme.portrait ? width - 2 * Theme.margin : 1004  // beside it stands what she looks for
    headingLines: Theme.portrait ? 0 : 1
    heading: first > 0 ? Words.tr("home.heading_more", { "from": first + 1, "to": first + shown, "n": matches.length })
        : matches.length === 0 ? Words.tr(view.busy ? "home.busy" : "home.none")
        : view.unsure || alsoOnly ? Words.tr("home.heading_unsure")
        : view.guest ? Words.tr("home.heading_guest" + (shown === 1 ? ".one" : ""), { "count": Words.tr("count." + shown) })
        : !view.name ? Words.tr("home.heading_anonymous") : Words.tr("home.heading" + (shown === 1 ? ".one" : ""), { "name": view.name ?? "", "count": Words.tr("count." + shown) })
    onRankedChanged: first = 0
    under: Item {
        id: slot

        visible: Theme.portrait
        width: parent.width
        height: wish.height
    }
    actions: [
        ActionButton {
            visible: Theme.portrait && !Theme.lowReach
            width: page.bodyWidth
            kind: "primary"
            glyph: page.tourFirst ? "walk" : "document"
            text: page.firstWords
            note: Theme.largeType ? "" : page.tourFirst ? Words.tr("home.tour.note", { "n": page.view.tour.booths, "minutes": page.view.tour.minutes }) : Words.tr("home.hand_in.note")
            onClicked: page.go(true)
        },
        ButtonRow {
            visible: Theme.portrait

            ActionButton {
                visible: Theme.lowReach
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                kind: "primary"
                implicitHeight: 112
                text: page.firstWords
                onClicked: page.go(true)
            }
            ActionButton {
                visible: !Theme.lowReach
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                leftPadding: page.known ? 12 : 28
                rightPadding: leftPadding
                glyph: Theme.largeType || page.known ? "" : page.tourFirst ? "document" : page.view.tour ? "walk" : "map"
                level: page.keyLevel
                text: page.secondWords
                onClicked: page.go(false)
            }
            ActionButton {
                Layout.fillWidth: true
                Layout.preferredWidth: page.known ? 1.3 : 1
                leftPadding: Theme.lowReach || page.known ? 12 : 28
                rightPadding: leftPadding
                glyph: Theme.lowReach || Theme.largeType || page.known ? "" : "search"
                level: page.keyLevel
                text: Words.tr("home.all", { "n": page.view.total ?? 0 })
                onClicked: page.act("show", { "page": "booths" })
            }
            ActionButton {
                visible: page.known
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                leftPadding: 12
                rightPadding: 12
                level: page.keyLevel
                text: Words.tr("home.your_data")
                onClicked: page.act("your_data", {})
            }
        }
    ]

    Row {
        id: turn

        visible: page.paged && Theme.portrait
        parent: slot
        x: slot.width - width
        y: (slot.height - height) / 2
        spacing: 16

        KeyButton {
            width: 112
            height: 96
            enabled: page.first > 0
            glyph: "arrow-up"
            text: Words.tr("home.previous", { "n": page.fit })
            onClicked: page.first = Math.max(0, page.first - page.fit)
        }
        KeyButton {
            width: 112
            height: 96
            enabled: page.first + page.fit < page.matches.length
            glyph: "arrow-down"
            text: Words.tr("home.following", { "n": Math.min(page.fit, page.matches.length - page.first - page.fit) })
            onClicked: page.first += page.fit
        }
    }
    Pressable {
        id: wish

        parent: Theme.portrait ? slot : page
        x: Theme.portrait ? 0 : page.width - Theme.margin - width
        width: Theme.portrait ? page.width - 2 * Theme.margin - (page.paged ? turn.width + 16 : 0) : 740
        height: Math.max(96, lines.height + 8)
        leftPadding: 32
        rightPadding: 32
        text: Words.tr(page.view.wish ? "home.wish" : "home.wish_none", { "wish": page.view.wish ?? "" })
        Accessible.description: page.facts
        onClicked: page.act("show", { "page": page.view.wish ? "profile" : "questions" })

        contentItem: Item {
            Column {
                id: lines

                anchors.left: parent.left
                anchors.right: pen.left
                anchors.rightMargin: 16
                anchors.verticalCenter: parent.verticalCenter

                Copy {
                    width: parent.width
                    text: wish.text
                    spoken: false
                    level: Theme.body
                    bold: true
                    elide: Text.ElideRight
                    maximumLineCount: 1
                }
                Copy {
                    visible: Theme.portrait && !Theme.lowReach
                    width: parent.width
                    text: page.facts
                    spoken: false
                    elide: Text.ElideRight
                    maximumLineCount: 1
                    color: Theme.ink2
                }
            }
            Icon {
                id: pen

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                name: page.view.wish ? "pencil" : "chevron-right"
                size: 40
                color: Theme.accent
            }
        }
    }
    Item {
        width: page.bodyWidth
        height: Theme.portrait ? cards.height : page.bodyHeight

        Column {
            id: cards

            width: Theme.portrait ? parent.width : 1004
            spacing: page.gap

            Repeater {
                model: Math.max(0, page.shown)

                BoothCard {
                    required property int index

                    width: cards.width
                    view: page.matches[page.first + index] ?? ({})
                    onClicked: page.act("open_opening", { "opening": view.opening ?? "", "booth": view.booth ?? "" })
                }
            }
            InfoPlate {
                width: parent.width
                icon: page.view.busy ? "clock" : "search"
                text: page.matches.length ? "" : Words.tr(page.view.busy ? "home.busy.text" : "home.none.text")
            }
        }
        Loader {
            active: !Theme.portrait
            x: 1052
            y: 32
            width: parent.width - 1052
            height: parent.height - y

            sourceComponent: Item {
                HallMap {
                    id: plan

                    width: parent.width
                    height: parent.height - side.height - 20
                    map: page.view.map ?? ({})
                    onPicked: booth => page.act("open_booth", { "booth": booth })
                }
                Column {
                    id: side

                    width: parent.width
                    anchors.bottom: parent.bottom
                    spacing: 16

                    ButtonRow {
                        ActionButton {
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1.25
                            implicitHeight: 96
                            leftPadding: 12
                            rightPadding: 12
                            level: page.keyLevel
                            text: page.secondWords
                            onClicked: page.go(false)
                        }
                        ActionButton {
                            Layout.fillWidth: true
                            Layout.preferredWidth: page.known ? 1.6 : 1.25
                            implicitHeight: 96
                            leftPadding: 12
                            rightPadding: 12
                            level: page.keyLevel
                            text: Words.tr("home.all", { "n": page.view.total ?? 0 })
                            onClicked: page.act("show", { "page": "booths" })
                        }
                        ActionButton {
                            visible: page.known
                            Layout.fillWidth: true
                            Layout.preferredWidth: 1
                            implicitHeight: 96
                            leftPadding: 12
                            rightPadding: 12
                            level: page.keyLevel
                            text: Words.tr("home.your_data")
                            onClicked: page.act("your_data", {})
                        }
                    }
                    ButtonRow {
                        KeyButton {
                            visible: page.paged
                            Layout.preferredWidth: 104
                            Layout.fillHeight: true
                            enabled: page.first > 0
                            glyph: "arrow-up"
                            text: Words.tr("home.previous", { "n": page.fit })
                            onClicked: page.first = Math.max(0, page.first - page.fit)
                        }
                        KeyButton {
                            visible: page.paged
                            Layout.preferredWidth: 104
                            Layout.fillHeight: true
                            enabled: page.first + page.fit < page.matches.length
                            glyph: "arrow-down"
                            text: Words.tr("home.following", { "n": Math.min(page.fit, page.matches.length - page.first - page.fit) })
                            onClicked: page.first += page.fit
                        }
                        ActionButton {
                            Layout.fillWidth: true
                            kind: "primary"
                            glyph: Theme.largeType ? "" : page.tourFirst ? "walk" : "document"
                            text: page.firstWords
                            onClicked: page.go(true)
                        }
                    }
                }
            }
        }
    }
}
