pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** What she agreed to, until when, and taking it back. Every row says what happens then.

    view: notice, busy, known (this kiosk holds her card), keep (date), may_give, receipt_qr [rows] or null,
    rows [{purpose, state ("agreed", "none", "unknown"), until (date), where (kiosk), can}].
    acts: withdraw {purpose}, give, take_pass, home. */
Page {
    id: page

    readonly property var rows: view.rows ?? []
    readonly property bool receiptShown: !!view.receipt_qr

    heading: Words.tr("your_data.heading")
    sub: Words.tr(view.known ?? true ? "your_data.sub" : "your_data.sub_unknown")
    bodySpacing: split ? 14 : 20
    aside: [
        InfoPlate {
            visible: !(page.split && page.notice !== "")  // the notice stands in the same column
            width: parent?.width ?? 0
            icon: "lock"
            text: Words.tr("your_data.how")
        },
        Row {
            visible: page.receiptShown && page.split
            spacing: 24

            QrCode {
                width: 230
                height: width
                rows: page.view.receipt_qr ?? []
            }
            Copy {
                anchors.verticalCenter: parent.verticalCenter
                width: 320
                level: Theme.small
                text: Words.tr("your_data.receipt")
            }
        }
    ]
    actions: [
        ActionButton {
            visible: page.view.may_give ?? false
            width: page.bodyWidth
            glyph: "face"
            enabled: !(page.view.busy ?? false)
            text: Words.tr("your_data.give")
            onClicked: page.act("give", {})
        },
        ButtonRow {
            ActionButton {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                glyph: "pass"
                text: Words.tr("your_data.take_pass")
                onClicked: page.act("take_pass", {})
            }
            ActionButton {
                Layout.fillWidth: true
                Layout.preferredWidth: 1.4
                kind: "primary"
                text: Words.tr("your_data.home")
                onClicked: page.act("home", {})
            }
        }
    ]

    Panel {
        width: page.bodyWidth
        pad: page.split ? 18 : Theme.tight ? 24 : 32

        Item {
            width: parent.width
            height: Math.max(registered.height, code.visible ? code.height : 0)

            Column {
                id: registered

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - (code.visible ? code.width + 24 : 0)
                spacing: 6

                Copy {
                    width: parent.width
                    bold: true
                    level: Theme.body
                    text: Words.tr("your_data.registration")
                }
                Copy {
                    width: parent.width
                    level: Theme.small
                    color: Theme.ink2
                    text: Words.tr(page.view.keep ? "your_data.registration.text" : "your_data.registration.undated", { "date": page.view.keep ?? "" })
                }
                Copy {
                    visible: code.visible
                    width: parent.width
                    level: Theme.small
                    text: Words.tr("your_data.receipt")
                }
            }
            QrCode {
                id: code

                visible: page.receiptShown && !page.split
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: 200
                height: width
                rows: page.view.receipt_qr ?? []
            }
        }
    }
    Repeater {
        model: page.rows.length

        Panel {
            id: panel

            required property int index
            readonly property var row: page.rows[index] ?? ({})

            width: page.bodyWidth
            pad: page.split ? 18 : Theme.tight ? 24 : 32

            Item {
                width: parent.width
                height: Math.max(words.height, take.visible ? take.height : 0)

                Column {
                    id: words

                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - (take.visible ? take.width + 28 : 0)
                    spacing: 6

                    Copy {
                        id: title

                        width: parent.width
                        bold: true
                        level: Theme.body
                        text: Words.tr(panel.row.state === "unknown" ? "your_data.face" : "your_data." + panel.row.purpose)
                    }
                    Row {
                        width: parent.width
                        spacing: 14

                        Icon {
                            anchors.verticalCenter: said.verticalCenter
                            name: panel.row.state === "agreed" ? "check" : panel.row.state === "unknown" ? "info" : "minus"
                            size: 36
                            color: said.color
                        }
                        Copy {
                            id: said

                            width: parent.width - 50
                            bold: panel.row.state === "agreed"
                            level: Theme.small
                            color: panel.row.state === "agreed" ? Theme.ok : Theme.ink2
                            text: Words.tr("your_data.state." + panel.row.state + (panel.row.state === "agreed" && !panel.row.until ? ".undated" : ""),
                                { "date": panel.row.until ?? "", "where": panel.row.where ?? "" })
                        }
                    }
                }
                ActionButton {
                    id: take

                    visible: panel.row.can ?? false
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    implicitHeight: 96
                    enabled: !(page.view.busy ?? false)
                    text: Words.tr(panel.row.purpose === "face_this_kiosk" ? "your_data.erase" : "your_data.withdraw")
                    Accessible.name: Words.tr("your_data.withdraw_what", { "what": title.text })
                    onClicked: page.act("withdraw", { "purpose": panel.row.purpose })
                }
            }
        }
    }
    InfoPlate {
        visible: !page.split
        width: page.bodyWidth
        icon: "lock"
        text: Words.tr("your_data.how")
    }
}
