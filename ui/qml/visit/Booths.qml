pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** All booths, with search and filters: all means all.

    view: query, total, found, chosen (filters on), filters [{group, value, label, on}] (those of one tap), panel (the
    others are shown in place of the list), groups [{group, label, options [{value, label, on}]}], rows [{booth, employer,
    title, pay, openings, band, opening, queue, later}].
    acts: search {text}, filter {group, value}, clear_filters, filters {on}, open_opening {opening, booth},
    show {page: "map"|"home"}. */
FocusScope {
    id: page

    property var view: ({})
    readonly property var rows: view.rows ?? []
    readonly property bool split: !Theme.portrait
    readonly property bool panel: view.panel ?? false
    readonly property int chosen: view.chosen ?? 0
    /** "All" stands first: it takes everything back. */
    readonly property var chips: [{ "group": "", "label": Words.tr("booths.filter.all"), "on": chosen === 0 && !view.query }].concat(view.filters ?? [])

    signal act(string name, var args)

    component Chip: Pressable {
        id: chip

        required property int index
        readonly property var filter: page.chips[index] ?? ({})

        height: 96
        leftPadding: 32
        rightPadding: 32
        corner: 48
        text: filter.label ?? ""
        fill: filter.on ? Theme.selected : Theme.surface
        Accessible.checked: filter.on ?? false
        onClicked: filter.group ? page.act("filter", { "group": filter.group, "value": filter.value }) : page.act("clear_filters", {})
        contentItem: Copy {
            text: chip.text
            spoken: false
            bold: chip.filter.on ?? false
            color: chip.filter.on ? Theme.selectedInk : Theme.ink
            verticalAlignment: Text.AlignVCenter
            wrapMode: Text.NoWrap
        }
    }

    Column {
        id: head

        x: Theme.margin
        y: Theme.tight ? 8 : 24
        width: page.split ? 600 : parent.width - 2 * Theme.margin
        spacing: Theme.tight ? 16 : 20

        Copy {
            visible: page.split || !Theme.lowReach
            width: parent.width
            text: Words.tr("booths.heading", { "n": page.view.total ?? 0 })
            bold: true
            level: Theme.title
            Accessible.role: Accessible.Heading
        }
        TextLine {
            width: parent.width
            focus: true
            hint: Words.tr("booths.hint")
            text: page.view.query ?? ""
            onEdited: text => page.act("search", { "text": text })
        }
        ListView {
            visible: !page.split && count > 0
            width: parent.width
            height: 96
            orientation: ListView.Horizontal
            spacing: 16
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: page.split ? 0 : page.chips.length
            delegate: Chip {}
        }
        Flow {
            visible: page.split
            width: parent.width
            spacing: 16

            Repeater {
                model: page.split ? page.chips.length : 0

                Chip {}
            }
        }
        Copy {
            width: parent.width
            text: Words.tr(page.view.found ?? page.rows.length ? "booths.found" : "booths.none", { "n": page.view.found ?? page.rows.length })
            color: Theme.ink2
            Accessible.role: Accessible.AlertMessage
        }
    }
    ListView {
        id: list

        visible: !page.panel
        x: page.split ? Theme.margin + 680 : Theme.margin
        width: page.split ? 1112 : parent.width - 2 * Theme.margin
        y: page.split ? 16 : head.y + head.height + 16
        height: foot.y - y - 16
        clip: true
        spacing: 16
        boundsBehavior: Flickable.StopAtBounds
        reuseItems: true
        model: page.rows.length
        Accessible.role: Accessible.List
        Accessible.name: Words.tr("booths.heading", { "n": page.view.total ?? 0 })
        delegate: Pressable {
            id: row

            required property int index
            readonly property var booth: page.rows[index] ?? ({})

            width: list.width
            height: Theme.largeType ? 224 : 144
            leftPadding: 28
            rightPadding: 28
            text: [booth.booth, booth.employer, booth.title].filter(part => part).join(" ")
            Accessible.description: people.text
            onClicked: page.act("open_opening", { "opening": booth.opening ?? "", "booth": booth.booth ?? "" })
            contentItem: Item {
                Plate {
                    id: plate

                    anchors.verticalCenter: parent.verticalCenter
                    booth: row.booth.booth ?? ""
                }
                Column {
                    anchors.left: plate.right
                    anchors.leftMargin: 28
                    anchors.right: Theme.largeType ? tail.left : signs.left
                    anchors.rightMargin: 16
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: Theme.largeType && signs.height > 0 ? -36 : 0

                    Copy {
                        width: parent.width
                        text: row.booth.employer ?? ""
                        spoken: false
                        bold: true
                        level: Theme.body + 2
                        elide: Text.ElideRight
                        maximumLineCount: 1
                    }
                    Copy {
                        width: parent.width
                        text: [row.booth.title, row.booth.pay, row.booth.openings > 1 && !row.booth.band ? Words.tr("booths.openings", { "n": row.booth.openings }) : ""].filter(part => part).join(Words.tr("list.gap"))
                        spoken: false
                        color: Theme.ink2
                        elide: Text.ElideRight
                        maximumLineCount: 1
                    }
                }
                Grid {
                    id: signs

                    anchors.right: tail.left
                    anchors.rightMargin: 20
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: Theme.largeType ? 66 : 0
                    columns: Theme.largeType ? 2 : 1
                    columnSpacing: 32
                    horizontalItemAlignment: Grid.AlignRight
                    verticalItemAlignment: Grid.AlignVCenter

                    Band {
                        id: band

                        visible: level > 0
                        level: row.booth.band ?? 0
                        width: level > 0 ? implicitWidth : 0
                    }
                    Copy {
                        id: people

                        readonly property int queue: row.booth.queue ?? -1

                        visible: queue >= 0
                        text: queue < 0 ? "" : Words.tr(queue > 0 ? "busy.people" : "busy.nobody", { "n": queue })
                        spoken: false
                        bold: true
                        wrapMode: Text.NoWrap
                        level: Theme.small + 2
                        color: queue >= 5 ? Theme.warn : Theme.ok
                    }
                }
                Icon {
                    id: tail

                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    name: "chevron-right"
                    color: Theme.accent
                    size: 40
                }
            }
        }
    }
    ScrollArea {
        visible: page.panel
        x: list.x
        y: list.y
        width: list.width
        height: list.height
        spacing: 16

        Repeater {
            model: page.panel ? (page.view.groups ?? []).length : 0

            Column {
                id: group

                required property int index
                readonly property var modelData: page.view.groups?.[index] ?? ({})

                width: list.width
                spacing: 12

                Copy {
                    text: group.modelData.label ?? ""
                    color: Theme.ink2
                    topPadding: 8
                }
                ChoiceChips {
                    total: list.width
                    columns: Theme.largeType ? 2 : 3
                    options: group.modelData.options ?? []
                    onPicked: value => page.act("filter", { "group": group.modelData.group, "value": value })
                }
            }
        }
    }
    ButtonRow {
        id: foot

        x: list.x
        width: list.width
        y: parent.height - height - (Theme.tight ? 16 : 40)

        ActionButton {
            visible: page.panel
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 96
            enabled: page.chosen > 0 || (page.view.query ?? "") !== ""
            text: Words.tr("booths.filters.clear")
            onClicked: page.act("clear_filters", {})
        }
        ActionButton {
            visible: page.panel
            Layout.fillWidth: true
            Layout.preferredWidth: 2
            implicitHeight: 96
            kind: "primary"
            text: Words.tr("booths.filters.done", { "n": page.view.found ?? 0 })
            onClicked: page.act("filters", { "on": false })
        }
        ActionButton {
            visible: !page.panel
            Layout.fillWidth: true
            Layout.preferredWidth: 1.5
            implicitHeight: 96
            leftPadding: 12
            rightPadding: 12
            text: Words.tr(page.chosen > 0 ? "booths.filters.on" : "booths.filters", { "n": page.chosen })
            onClicked: page.act("filters", { "on": true })
        }
        ActionButton {
            visible: !page.panel
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 96
            leftPadding: 12
            rightPadding: 12
            enabled: !list.atYBeginning
            text: Words.tr("booths.up")
            onClicked: list.contentY = Math.max(list.originY, list.contentY - list.height * 0.9)
        }
        ActionButton {
            visible: !page.panel
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 96
            leftPadding: 12
            rightPadding: 12
            enabled: !list.atYEnd
            text: Words.tr("booths.down")
            onClicked: list.contentY = Math.max(list.originY, Math.min(list.originY + list.contentHeight - list.height, list.contentY + list.height * 0.9))
        }
        ActionButton {
            // In large type there is no room for four; the map is one page back.
            visible: !page.panel && !(Theme.portrait && Theme.largeType)
            Layout.fillWidth: true
            Layout.preferredWidth: 1.35
            implicitHeight: 96
            leftPadding: 12
            rightPadding: 12
            text: Words.tr("home.map")
            onClicked: page.act("show", { "page": "map" })
        }
    }
}
