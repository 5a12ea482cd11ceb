pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** One booth that matches; one target.

    view keys: booth, employer, title, pay, band (0-3), also (no match, but to look at), reasons [{kind, text}], walk_min (or null), queue (people, or
    null), wait_min (or null), later (busy now: better go later). */
Pressable {
    id: card

    property var view: ({})
    readonly property int queue: view.queue ?? -1
    readonly property int wait: view.wait_min ?? 0
    readonly property string busyWords: queue < 0 ? "" : view.later ? Words.tr("busy.later", { "n": queue }) : queue >= 5 ? Words.tr("busy.queue", { "n": queue, "min": wait })
        : wait > 0 ? Words.tr("busy.short", { "n": wait }) : Words.tr("busy.none", {})
    readonly property color busyTone: queue >= 5 ? Theme.warn : Theme.ok
    readonly property bool dense: !Theme.portrait
    readonly property bool roomy: Theme.largeType
    readonly property int chipHeight: roomy ? 62 : dense ? 48 : 58

    text: [view.booth, view.employer, view.title, view.pay].filter(part => part).join(" ")
    Accessible.description: [band.words, busyWords].join(" ")
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    topPadding: dense ? 12 : roomy ? 24 : 30
    bottomPadding: dense ? 8 : 20
    leftPadding: dense ? 26 : 34
    rightPadding: leftPadding

    contentItem: Column {
        spacing: card.dense ? 8 : 20

        Item {
            width: parent.width
            height: Math.max(plate.height, who.height)

            Plate {
                id: plate

                booth: card.view.booth ?? ""
                width: card.dense ? 120 : Math.max(136, implicitWidth)
                height: card.roomy ? 150 : card.dense ? 80 : 96
            }
            Column {
                id: who

                anchors.left: plate.right
                anchors.leftMargin: card.dense ? 22 : 28
                anchors.right: parent.right
                anchors.verticalCenter: plate.verticalCenter

                Copy {
                    width: parent.width - (band.width > 0 ? band.width + 16 : 0)
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: 34
                    text: card.view.employer ?? ""
                    spoken: false
                    bold: true
                    level: card.dense ? 40 : Theme.heading
                    maximumLineCount: 1
                    elide: Text.ElideRight
                    // Fixed: a single line would else be as tall as the font wants.
                    height: Math.round(level * 1.18)
                    verticalAlignment: Text.AlignVCenter
                }
                Copy {
                    width: parent.width
                    text: [card.view.title, card.view.pay].filter(part => part).join(Words.tr("list.gap"))
                    spoken: false
                    color: Theme.ink2
                    maximumLineCount: 1
                    elide: Text.ElideRight
                }
                Loader {
                    active: card.roomy
                    visible: active
                    sourceComponent: Band {
                        level: card.view.band ?? 0
                        also: card.view.also ?? false
                    }
                }
            }
            Band {
                id: band

                anchors.right: parent.right
                y: who.y + (who.children[0].height - height) / 2
                level: card.view.band ?? 0
                also: card.view.also ?? false
                visible: !card.roomy && words.length > 0
                width: visible ? implicitWidth : 0
            }
        }
        Item {
            width: parent.width
            height: card.chipHeight
            visible: (card.view.reasons ?? []).length > 0
            clip: true

            Row {
                anchors.verticalCenter: parent.verticalCenter
                spacing: 14

                Repeater {
                    model: (card.view.reasons ?? []).slice(0, card.roomy ? 2 : 3)

                    ReasonChip {
                        required property var modelData

                        kind: modelData.kind
                        text: modelData.text
                        limit: (card.availableWidth - 14) * (card.roomy ? 0.5 : 0.6)
                        height: card.chipHeight
                        // A chip that does not fit in full is not shown.
                        opacity: x + width <= card.availableWidth ? 1 : 0
                    }
                }
            }
        }
        Rectangle {
            width: parent.width
            height: Theme.soft
            color: Theme.line
        }
        Item {
            width: parent.width
            height: card.dense ? 42 : 52

            Row {
                anchors.verticalCenter: parent.verticalCenter
                spacing: 14

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: card.view.walk_min !== undefined && card.view.walk_min !== null
                    name: "walk"
                    size: 38
                }
                Copy {
                    visible: card.view.walk_min !== undefined && card.view.walk_min !== null
                    text: Words.tr("walk.minutes", { "n": card.view.walk_min ?? 0 })
                    spoken: false
                    rightPadding: 26
                }
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    visible: card.queue >= 0
                    name: "people"
                    size: 36
                    color: card.busyTone
                }
                Copy {
                    visible: card.queue >= 0
                    text: card.busyWords
                    spoken: false
                    bold: true
                    color: card.busyTone
                }
            }
            Icon {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                name: "chevron-right"
                color: Theme.accent
                size: 38
                stroke: 4
            }
        }
    }
}
