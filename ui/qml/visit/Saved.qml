pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Only after a durable save: what is kept, the Reference, and what happens next.

    view: notice, reference, count, rows [{booth, employer}], waiting (not delivered yet), online, qr [rows] or null,
    qr_works ("now", "online"), to_phone (bool: the pass can be sent to a phone), back_qr [rows] or null (to take back, here or elsewhere), receipt_qr [rows] or null (consent receipt), undo_left (seconds, 0: over), printer ("ready", "out", "none"), printed (bool),
    visit_code_hint (bool: newly registered, code is on the slip).
    acts: undo, print, take_pass, finish, show {page: "home"}. */
Page {
    id: page

    readonly property int waiting: view.waiting ?? 0
    readonly property int undoLeft: view.undo_left ?? 0
    readonly property var codes: [
        { "rows": view.qr, "note": view.qr_works === "now" ? "saved.qr_now" : "saved.qr_online", "show": "saved.show_pass" },
        { "rows": view.back_qr, "note": "saved.qr_back", "show": "saved.show_back" },
        { "rows": view.receipt_qr, "note": "saved.qr_receipt", "show": "saved.show_receipt" }
    ].filter(code => !!code.rows)
    readonly property bool moreCodes: codes.length > 1
    readonly property var shown: codes[turned % Math.max(1, codes.length)] ?? ({})
    readonly property var following: codes[(turned + 1) % Math.max(1, codes.length)] ?? ({})
    readonly property bool sends: (view.to_phone ?? false) && view.count !== 0
    readonly property bool three: sends && undoLeft > 0 && view.printer !== "none"
    readonly property real rowHeight: Theme.largeType ? 200 : Theme.tight ? 120 : 144
    property int turned: 0

    heading: Words.tr(view.count === 0 ? "saved.none" : waiting ? "saved.heading" : "saved.delivered")
    headingLevel: Theme.portrait && !Theme.lowReach && !Theme.largeType ? Theme.display : Theme.title
    topGap: Theme.tight ? 8 : 172
    under: [
        Copy {
            visible: page.split && (page.view.visit_code_hint ?? false)
            width: parent?.width ?? 0
            topPadding: 16
            bottomPadding: 16
            text: Words.tr("saved.code_hint")
        },
        OtherCode {
            visible: page.split && page.moreCodes
        }
    ]
    sub: view.count === 0 ? Words.tr("saved.none.text") : Words.tr(!waiting ? "saved.text_delivered" : view.online ? "saved.text_online" : "saved.text", { "n": view.count ?? 0 })
    actions: [
        ButtonRow {
            ActionButton {
                visible: page.undoLeft > 0
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: page.rowHeight
                leftPadding: page.three ? 12 : 28
                rightPadding: leftPadding
                glyph: page.three ? "" : "undo"
                noteBelow: true
                text: Words.tr("saved.undo")
                note: Words.tr("saved.undo.note", { "min": Math.floor(page.undoLeft / 60), "sec": page.undoLeft % 60 })
                onClicked: page.act("undo", {})
            }
            ActionButton {
                visible: page.view.printer !== "none"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: page.rowHeight
                enabled: page.view.printer === "ready"
                disabledReason: Words.tr("saved.printer_out")
                leftPadding: page.three ? 12 : 28
                rightPadding: leftPadding
                glyph: page.three ? "" : page.view.printed ? "check" : "printer"
                noteBelow: true
                text: Words.tr("saved.print")
                note: Theme.largeType && page.view.printer !== "out" ? "" : Words.tr(page.view.printer === "out" ? page.three ? "saved.no_paper" : "saved.printer_out" : page.view.printed ? "saved.printed" : "saved.print.note")
                onClicked: page.act("print", {})
            }
            ActionButton {
                visible: page.sends
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: page.rowHeight
                leftPadding: page.three ? 12 : 28
                rightPadding: leftPadding
                glyph: page.three ? "" : "phone"
                noteBelow: true
                text: Words.tr("saved.to_phone")
                note: Theme.largeType ? "" : Words.tr("saved.to_phone.note")
                onClicked: page.act("take_pass", {})
            }
        },
        ActionButton {
            width: page.bodyWidth
            implicitHeight: Theme.tight ? 112 : 152
            kind: "primary"
            text: Words.tr("saved.finish")
            onClicked: page.act("finish", {})
        }
    ]

    component OtherCode: ActionButton {
        width: 340
        implicitHeight: Theme.largeType ? 136 : 96
        text: Words.tr(page.following.show ?? "")
        onClicked: page.turned += 1
    }
    Panel {
        visible: page.view.count !== 0
        width: page.bodyWidth
        pad: Theme.tight ? 24 : 48

        Item {
            width: parent.width
            height: Math.max(facts.height, code.visible ? code.height : 0)

            Column {
                id: facts

                width: parent.width - (code.visible ? code.width + 24 : 0)
                spacing: 8

                Copy {
                    text: Words.tr("saved.reference")
                    color: Theme.ink2
                }
                Copy {
                    text: page.view.reference ?? ""
                    bold: true
                    level: Theme.tight ? Theme.heading + 4 : Theme.title
                }
                Repeater {
                    model: (page.view.rows ?? []).slice(0, 6)

                    Copy {
                        required property var modelData

                        width: facts.width
                        text: modelData.booth + Words.tr("list.gap") + modelData.employer
                        level: Theme.tight ? Theme.small : Theme.body
                        elide: Text.ElideRight
                        maximumLineCount: 1
                    }
                }
                Row {
                    spacing: 14
                    topPadding: 8

                    Icon {
                        anchors.verticalCenter: words.verticalCenter
                        name: page.waiting ? "clock" : "check"
                        size: 38
                        color: words.color
                    }
                    Copy {
                        id: words

                        width: Math.min(implicitWidth, facts.width - 52)
                        text: page.waiting ? Words.tr("saved.waiting", { "n": page.waiting }) : Words.tr("saved.all_delivered")
                        bold: true
                        level: Theme.body
                        color: page.waiting ? Theme.warn : Theme.ok
                    }
                }
                Copy {
                    visible: page.waiting > 0
                    width: facts.width
                    text: Words.tr("saved.keep_slip")
                    topPadding: 4
                }
                Copy {
                    visible: (page.view.visit_code_hint ?? false) && !page.split
                    width: facts.width
                    text: Words.tr("saved.code_hint")
                }
            }
            Column {
                id: code

                visible: page.codes.length > 0
                anchors.right: parent.right
                width: 340
                spacing: page.moreCodes ? 8 : 16

                QrCode {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Theme.tight ? 270 : 320
                    height: width
                    rows: page.shown.rows ?? []
                }
                OtherCode {
                    visible: page.moreCodes && !page.split
                }
                Copy {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: Words.tr(page.shown.note ?? "")
                    color: Theme.ink2
                }
            }
        }
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
