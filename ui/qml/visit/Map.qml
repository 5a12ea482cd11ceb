pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The hall, where you are, the booths that match or the one you asked for, and the same again in words.

    view: map (HallMap.map), booth {booth, employer, walk_min} or null (the one asked for), halls [{value, label, on}],
    stops [{n, booth, employer, walk_min, wait_min}], tour {booths, minutes, step_free} or null, printer (bool).
    acts: hall {hall}, open_booth {booth}, open_opening {booth}, print. */
Page {
    id: page

    readonly property var stops: view.stops ?? []
    readonly property int columns: Theme.portrait ? 2 : 1

    landscape: "wide"

    /** Walking and waiting in words, as far as they are known. */
    function timesOf(stop: var): string {
        const walk = stop.walk_min ? Words.tr("walk.minutes", { "n": stop.walk_min }) : "";
        const wait = (stop.wait_min ?? -1) < 0 ? "" : stop.wait_min ? Words.tr("wait.minutes", { "n": stop.wait_min }) : Words.tr("wait.none", {});
        return [walk, wait].filter(part => part).join(Words.tr("list.comma"));
    }

    heading: view.booth ? Words.tr("map.to_booth", {
        "booth": view.booth.booth
    }) : view.tour ? Words.tr("map.tour", {
        "n": view.tour.booths
    }) : Words.tr("map.heading")
    sub: Theme.portrait ? view.booth ? [view.booth.employer, timesOf(view.booth)].filter(part => part).join(Words.tr("list.comma")) : view.tour ? Words.tr("map.tour.sub", {
        "n": view.tour.minutes
    }) : Words.tr((view.map?.highlights ?? []).length ? "map.sub" : "map.sub_plain") : ""
    bodySpacing: Theme.tight ? 12 : 28
    actions: ButtonRow {
        visible: Theme.portrait && (page.view.printer ?? false)

        ActionButton {
            Layout.fillWidth: true
            implicitHeight: Theme.primary
            glyph: "printer"
            text: Words.tr("map.print")
            onClicked: page.act("print", {})
        }
    }

    ChoiceChips {
        visible: options.length > 1
        total: page.bodyWidth
        columns: Math.max(1, options.length)
        options: page.view.halls ?? []
        onPicked: value => page.act("hall", {
                "hall": value
            })
    }
    Item {
        width: page.bodyWidth
        height: page.bodyHeight - y - 4

        HallMap {
            id: plan

            width: Theme.portrait || page.stops.length === 0 ? parent.width : 1004
            height: Theme.portrait ? Math.min(760, implicitHeight, parent.height - Math.ceil(Math.min(6, page.stops.length) / 2) * 132 - 28) : parent.height
            map: page.view.map ?? ({})
            onPicked: booth => page.act("open_booth", {
                    "booth": booth
                })
        }
        ActionButton {
            id: printKey

            visible: !Theme.portrait && (page.view.printer ?? false)
            x: 1052
            width: parent.width - 1052
            anchors.bottom: parent.bottom
            glyph: "printer"
            text: Words.tr("map.print")
            onClicked: page.act("print", {})
        }
        ScrollArea {
            x: Theme.portrait ? 0 : 1052
            y: Theme.portrait ? plan.height + 28 : 0
            width: parent.width - x
            height: Theme.portrait ? parent.height - y : parent.height - (printKey.visible ? printKey.height + 20 : 0)

            Grid {
                columns: page.columns
                columnSpacing: Theme.gutter
                rowSpacing: 14

                Repeater {
                    model: Theme.portrait ? Math.min(6, page.stops.length) : page.stops.length

                    Pressable {
                        id: stop

                        required property int index
                        readonly property var row: page.stops[index] ?? ({})
                        readonly property bool now: row.n === (page.view.map?.now ?? 1)

                        width: Theme.portrait ? (page.bodyWidth - Theme.gutter) / 2 : page.bodyWidth - 1052
                        height: 116
                        padding: 20
                        text: [row.n, row.booth, row.employer].filter(part => part).join(" ")
                        fill: now ? Theme.accentTint : Theme.surface
                        edge: now ? Theme.accent : Theme.lineStrong
                        onClicked: page.act("open_opening", {
                            "booth": row.booth
                        })
                        contentItem: Row {
                            spacing: 20

                            Rectangle {
                                visible: stop.row.n !== undefined
                                anchors.verticalCenter: parent.verticalCenter
                                width: 56
                                height: 56
                                radius: 28
                                color: stop.now ? Theme.accent : Theme.surface
                                border.width: 5
                                border.color: Theme.accent

                                Copy {
                                    anchors.centerIn: parent
                                    text: stop.row.n ?? ""
                                    spoken: false
                                    bold: true
                                    level: 30
                                    color: stop.now ? Theme.accentInk : Theme.accentDeep
                                }
                            }
                            Column {
                                anchors.verticalCenter: parent.verticalCenter
                                width: stop.availableWidth - 76

                                Copy {
                                    width: parent.width
                                    text: (stop.row.booth ?? "") + Words.tr("list.gap") + (stop.row.employer ?? "")
                                    spoken: false
                                    bold: true
                                    level: Math.min(34, Theme.small + 4)
                                    elide: Text.ElideRight
                                    maximumLineCount: 1
                                }
                                Copy {
                                    width: parent.width
                                    text: page.timesOf(stop.row)
                                    spoken: false
                                    color: Theme.ink2
                                    level: Math.min(30, Theme.small)
                                    elide: Text.ElideRight
                                    maximumLineCount: 1
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
