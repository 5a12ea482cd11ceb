pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Where the résumé comes from.

    view: online, last {date, pages} or null, intention (bool: three taps exist), phone {qr: [rows]} or null (only where a
    transfer works now), usb ("none", "ready", "reading"), questions, minutes, form (bool: this kiosk offers the form).
    acts: source {source: "last"|"form"|"file"|"intention"}. */
Page {
    id: page

    heading: Words.tr("source.heading")
    sub: Words.tr("source.sub")
    bodyAtBottom: true
    bodySpacing: Theme.tight ? 16 : 24

    Pressable {
        id: phone

        visible: !!page.view.phone
        enabled: false
        width: page.bodyWidth
        height: Theme.tight ? 300 : 440
        padding: 44
        text: Words.tr("source.phone")
        background: Rectangle {
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.soft
            border.color: Theme.line
        }
        contentItem: Item {
            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - qr.width - 40
                spacing: 12

                Icon {
                    name: "phone"
                    size: 64
                    color: Theme.accent
                }
                Copy {
                    text: Words.tr("source.phone")
                    bold: true
                    level: Theme.heading + 4
                }
                Copy {
                    width: parent.width
                    text: Words.tr("source.phone.note")
                    color: Theme.ink2
                }
            }
            QrCode {
                id: qr

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(320, phone.height - 60)
                height: width
                rows: page.view.phone?.qr ?? []
            }
        }
    }
    InfoPlate {
        visible: !(page.view.online ?? true)
        width: page.bodyWidth
        icon: "wifi-off"
        kind: "warn"
        text: Words.tr("source.offline")
        detail: Words.tr("source.offline.detail")
    }
    RowButton {
        visible: !!page.view.last
        width: page.bodyWidth
        glyph: "clock"
        text: Words.tr("source.last")
        note: Words.tr("source.last.note", { "date": page.view.last?.date ?? "", "n": page.view.last?.pages ?? 1 })
        onClicked: page.act("source", { "source": "last" })
    }
    RowButton {
        visible: page.view.intention ?? false
        width: page.bodyWidth
        glyph: "card"
        text: Words.tr("source.intention")
        note: Words.tr("source.intention.note")
        onClicked: page.act("source", { "source": "intention" })
    }
    RowButton {
        width: page.bodyWidth
        glyph: "usb"
        text: Words.tr("source.file")
        note: Words.tr("source.file.note")
        onClicked: page.act("source", { "source": "file" })
    }
    RowButton {
        visible: page.view.form ?? true
        width: page.bodyWidth
        glyph: "pencil"
        text: Words.tr("source.form")
        note: Words.tr("source.form.note", { "n": page.view.questions ?? 8, "min": page.view.minutes ?? 5 })
        onClicked: page.act("source", { "source": "form" })
    }
}
