pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The hall, where you are, the tour or the way to the one booth asked for, and the same again in words.

    view: map (HallMap.map), booth {booth, employer, walk_min, wait_min} or null (the one asked for),
    halls [{value, label, on}], placed (false: this kiosk is not on the plan), stops [{n, booth, employer, walk_min, wait_min,
    hall}] (hall: its name, where it is another than before), more [same, without n] (could be taken in),
    tour {booths, minutes, step_free} or null, busy (the way is being found), unreached [booths], steps_known (some way has
    steps), step_free (steps are avoided), editing (stops are being changed), full, qr (rows) or null, printer (bool),
    paper ("", printing, printed).
    acts: hall {hall}, open_booth {booth}, open_opening {booth}, toggle {booth}, edit, step_free, phone, whole_tour, print. */
Page {
    id: page

    readonly property var stops: view.stops ?? []
    readonly property var rows: stops.concat(view.more ?? [])
    readonly property bool editing: view.editing ?? false
    readonly property bool coded: !!view.qr
    readonly property bool flat: !view.booth && (view.tour?.step_free ?? false)
    /** Large words take the whole width: what else lies beside the heading goes under it. */
    readonly property bool stacked: Theme.portrait && Theme.largeType
    readonly property int keyLevel: Theme.portrait ? Math.min(Theme.body, 44) : Math.min(Theme.body, 38)
    readonly property bool placed: view.placed ?? true
    readonly property var unreached: view.unreached ?? []
    readonly property int columns: Theme.portrait && !Theme.largeType ? 2 : 1
    readonly property real sideX: 1052
    readonly property var choices: {
        const halls = (view.halls ?? []).length > 1 ? view.halls.map(hall => ({ "value": "hall:" + hall.value, "label": hall.label, "on": hall.on })) : [];
        const steps = view.steps_known ? [{ "value": "step_free", "label": Words.tr("map.avoid_steps"), "on": view.step_free ?? false }] : [];
        const edit = view.booth ? [{ "value": "whole_tour", "label": Words.tr("map.whole_tour"), "on": false }]
            : view.tour || editing ? [{ "value": "edit", "label": Words.tr(editing ? "map.edit.done" : "map.edit"), "on": editing }] : [];
        return halls.concat(steps, edit);
    }

    /** Walking and waiting in words, as far as they are known. */
    function timesOf(stop: var): string {
        const hall = stop.hall ?? "";
        const walk = stop.walk_min ? Words.tr("walk.minutes", { "n": stop.walk_min }) : "";
        const wait = (stop.wait_min ?? -1) < 0 ? "" : stop.wait_min ? Words.tr("wait.minutes", { "n": stop.wait_min }) : Words.tr("wait.none", {});
        return [hall, walk, wait].filter(part => part).join(Words.tr("list.comma"));
    }

    landscape: "wide"
    heading: view.booth ? Words.tr("map.to_booth", {
        "booth": view.booth.booth
    }) : view.tour ? Words.tr(Theme.portrait ? "map.tour" : "map.tour.line", {
        "n": view.tour.booths, "minutes": view.tour.minutes
    }) : Words.tr(view.busy ? "map.busy" : "map.heading")
    sub: !Theme.portrait ? "" : editing ? Words.tr("map.edit.sub") : view.booth ? [view.booth.employer, timesOf(view.booth)].filter(part => part).join(Words.tr("list.comma")) : view.tour ? Words.tr("map.tour.sub", {
        "n": view.tour.minutes
    }) : Words.tr((view.map?.highlights ?? []).length ? "map.sub" : "map.sub_plain")
    bodySpacing: Theme.tight ? 12 : 20
    actions: ButtonRow {
        visible: Theme.portrait && page.stops.length > 0

        Loader {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            sourceComponent: phoneKey
        }
        Loader {
            visible: page.view.printer ?? false
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            sourceComponent: printKey
        }
    }

    Component {
        id: phoneKey

        ActionButton {
            kind: page.coded ? "secondary" : "primary"
            implicitHeight: Theme.portrait ? Theme.primary : 104
            leftPadding: 16
            rightPadding: 16
            glyph: Theme.largeType ? "" : page.coded ? "close" : "phone"
            level: Theme.portrait && !page.coded ? Theme.heading : page.keyLevel
            text: Words.tr(page.coded ? "map.phone.back" : "map.phone")
            onClicked: page.act("phone", {})
        }
    }
    Component {
        id: printKey

        ActionButton {
            implicitHeight: Theme.portrait ? Theme.primary : 104
            leftPadding: 16
            rightPadding: 16
            glyph: Theme.largeType ? "" : page.view.paper === "printed" ? "check" : "printer"
            enabled: page.view.paper !== "printing"
            level: page.keyLevel
            text: Words.tr(page.view.paper === "printing" ? "map.printing" : page.view.paper === "printed" ? "map.printed" : "map.print")
            onClicked: page.act("print", {})
        }
    }
    Item {
        id: slot

        visible: page.stacked && page.flat
        width: page.bodyWidth
        height: badge.height + 20
    }
    Rectangle {
        parent: page.stacked ? slot : page
        visible: page.flat
        x: page.stacked ? 0 : page.width - Theme.margin - width
        y: page.stacked ? 0 : page.topGap + 8
        width: badge.width + 48
        height: badge.height + 20
        radius: 14
        color: Theme.okTint
        border.width: Theme.highContrast ? 3 : 0
        border.color: Theme.ok

        Row {
            id: badge

            anchors.centerIn: parent
            spacing: 12

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "wheelchair"
                size: 40
                color: Theme.ok
            }
            Copy {
                anchors.verticalCenter: parent.verticalCenter
                text: Words.tr("map.step_free")
                bold: true
                level: Math.min(34, Theme.small)
                color: Theme.ok
                wrapMode: Text.NoWrap
            }
        }
    }
    ChoiceChips {
        visible: options.length > 0
        total: options.length === 1 ? page.bodyWidth / 2 : page.bodyWidth
        columns: Math.max(1, Math.min(options.length, Theme.portrait && Theme.largeType ? 2 : 4))
        options: page.choices
        onPicked: value => {
            const act = String(value);
            if (act.startsWith("hall:"))
                page.act("hall", { "hall": act.slice(5) });
            else
                page.act(act, {});
        }
    }
    InfoPlate {
        width: page.bodyWidth
        kind: "warn"
        text: !page.placed ? Words.tr("map.no_place") : page.unreached.length ? Words.tr("map.unreached", { "booths": page.unreached.slice(0, 4).join(Words.tr("list.comma")) }) : ""
    }
    Item {
        width: page.bodyWidth
        height: page.bodyHeight - y - 4

        HallMap {
            id: plan

            readonly property int rowsBelow: page.coded ? 4 : Math.min(3, Math.ceil(page.rows.length / page.columns))

            width: Theme.portrait || (page.rows.length === 0 && !page.coded) ? parent.width : 1004
            height: Theme.portrait ? Math.max(360, Math.min(760, implicitHeight, parent.height - (rowsBelow ? rowsBelow * 130 + 14 : 0))) : parent.height
            map: page.view.map ?? ({})
            onPicked: booth => page.act("open_booth", {
                    "booth": booth
                })
        }
        Column {
            id: side

            visible: !Theme.portrait && page.stops.length > 0
            x: page.sideX
            width: parent.width - x
            anchors.bottom: parent.bottom
            spacing: 16

            Row {
                width: parent.width
                spacing: 16

                Loader {
                    width: (page.view.printer ?? false) ? (parent.width - 16) / 2 : parent.width
                    sourceComponent: phoneKey
                }
                Loader {
                    visible: page.view.printer ?? false
                    width: (parent.width - 16) / 2
                    sourceComponent: printKey
                }
            }
        }
        Item {
            id: beside

            x: Theme.portrait ? 0 : page.sideX
            y: Theme.portrait ? plan.height + 24 : 0
            width: parent.width - x
            height: parent.height - y - (side.visible ? side.height + 20 : 0)

            Item {
                visible: page.coded
                anchors.fill: parent

                QrCode {
                    id: code

                    width: Math.min(Theme.portrait ? parent.height : parent.height - 190, Theme.portrait ? 480 : parent.width)
                    height: width
                    x: Theme.portrait ? 0 : (parent.width - width) / 2
                    rows: page.view.qr ?? []
                }
                Column {
                    x: Theme.portrait ? code.width + 36 : 0
                    y: Theme.portrait ? (parent.height - height) / 2 : code.height + 16
                    width: parent.width - x
                    spacing: 16

                    Copy {
                        width: parent.width
                        text: Words.tr("map.phone.text")
                        bold: true
                        level: Theme.portrait ? Theme.body : Theme.small
                    }
                    Copy {
                        width: parent.width
                        text: Words.tr("map.phone.detail")
                        color: Theme.ink2
                        level: Theme.small
                    }
                }
            }
            ScrollArea {
                visible: !page.coded
                anchors.fill: parent

                Grid {
                    columns: page.columns
                    columnSpacing: Theme.gutter
                    rowSpacing: 14

                    Repeater {
                        model: page.coded ? 0 : page.rows.length

                        Pressable {
                            id: stop

                            required property int index
                            readonly property var row: page.rows[index] ?? ({})
                            readonly property bool numbered: row.n !== undefined
                            readonly property bool now: numbered && row.n === 1 && !page.editing
                            readonly property string name: (row.booth ?? "") + Words.tr("list.gap") + (row.employer ?? "")

                            width: (beside.width - (page.columns - 1) * Theme.gutter) / page.columns
                            height: Theme.portrait ? 116 : 104
                            padding: Theme.portrait ? 20 : 14
                            enabled: numbered || !(page.view.full ?? false)
                            text: page.editing ? Words.tr(numbered ? "map.leave_out" : "map.take_in", { "booth": row.booth ?? "" }) : [row.n, name].filter(part => part).join(" ")
                            fill: now ? Theme.accentTint : Theme.surface
                            edge: now ? Theme.accent : Theme.lineStrong
                            onClicked: page.act(page.editing ? "toggle" : "open_opening", {
                                "booth": row.booth
                            })
                            contentItem: Row {
                                spacing: 20

                                Rectangle {
                                    visible: stop.numbered || page.editing
                                    anchors.verticalCenter: parent.verticalCenter
                                    width: 56
                                    height: 56
                                    radius: 28
                                    color: stop.now ? Theme.accent : Theme.surface
                                    border.width: 5
                                    border.color: Theme.accent

                                    Copy {
                                        visible: !page.editing
                                        anchors.centerIn: parent
                                        text: stop.row.n ?? ""
                                        spoken: false
                                        bold: true
                                        level: 30
                                        color: stop.now ? Theme.accentInk : Theme.accentDeep
                                    }
                                    Icon {
                                        visible: page.editing
                                        anchors.centerIn: parent
                                        name: stop.numbered ? "minus" : "plus"
                                        size: 32
                                        color: Theme.accentDeep
                                    }
                                }
                                Column {
                                    anchors.verticalCenter: parent.verticalCenter
                                    width: stop.availableWidth - 76

                                    Copy {
                                        width: parent.width
                                        text: stop.name
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
}
