pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** All booths, with search: all means all.

    view: query, total, found, filters [{value, label, on}], rows [{booth, employer, title, pay, openings, band, opening}].
    acts: search {text}, filter {value}, open_opening {opening, booth}, show {page: "map"|"home"}. */
FocusScope {
    id: page

    property var view: ({})
    readonly property var rows: view.rows ?? []
    readonly property bool split: !Theme.portrait

    signal act(string name, var args)

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
            visible: count > 0
            width: parent.width
            height: 96
            orientation: ListView.Horizontal
            spacing: 16
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: (page.view.filters ?? []).length
            delegate: Pressable {
                id: chip

                required property int index
                readonly property var filter: page.view.filters?.[index] ?? ({})

                height: 96
                leftPadding: 32
                rightPadding: 32
                corner: 48
                text: filter.label ?? ""
                fill: filter.on ? Theme.selected : Theme.surface
                Accessible.checked: filter.on ?? false
                onClicked: page.act("filter", { "value": filter.value })
                contentItem: Copy {
                    text: chip.text
                    spoken: false
                    bold: chip.filter.on ?? false
                    color: chip.filter.on ? Theme.selectedInk : Theme.ink
                    verticalAlignment: Text.AlignVCenter
                    wrapMode: Text.NoWrap
                }
            }
        }
        Copy {
            width: parent.width
            text: Words.tr(page.rows.length ? "booths.found" : "booths.none", { "n": page.view.found ?? page.rows.length })
            color: Theme.ink2
            Accessible.role: Accessible.AlertMessage
        }
    }
    ListView {
        id: list

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
            height: 144
            leftPadding: 28
            rightPadding: 28
            text: [booth.booth, booth.employer, booth.title].filter(part => part).join(" ")
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
                    anchors.right: band.left
                    anchors.rightMargin: 16
                    anchors.verticalCenter: parent.verticalCenter

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
                Band {
                    id: band

                    anchors.right: tail.left
                    anchors.rightMargin: 20
                    anchors.verticalCenter: parent.verticalCenter
                    level: row.booth.band ?? 0
                    width: level > 0 ? implicitWidth : 0
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
    ButtonRow {
        id: foot

        x: list.x
        width: list.width
        y: parent.height - height - (Theme.tight ? 16 : 40)

        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 96
            glyph: "arrow-up"
            enabled: !list.atYBeginning
            text: Words.tr("booths.up")
            onClicked: list.contentY = Math.max(list.originY, list.contentY - list.height * 0.9)
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 96
            glyph: "arrow-down"
            enabled: !list.atYEnd
            text: Words.tr("booths.down")
            onClicked: list.contentY = Math.max(list.originY, Math.min(list.originY + list.contentHeight - list.height, list.contentY + list.height * 0.9))
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 96
            glyph: "map"
            text: Words.tr("home.map")
            onClicked: page.act("show", { "page": "map" })
        }
    }
}
