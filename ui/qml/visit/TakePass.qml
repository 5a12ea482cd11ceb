pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Her pass to take along: to her phone by a code that only the first phone gets, or as a picture to photograph.

    view: state ("busy", "scan", "digits", "given", "done", "wrong", "over", "failed", "shown"), qr [rows] or null,
    seconds (left of the code), entered, length (2), again (another code may be made), to_phone (the way to the phone is
    open), days (how long the pass is good).
    acts: digit {digit}, clear, erase, confirm, again, photograph, lost, done. */
Page {
    id: page

    readonly property string stage: view.state ?? "busy"
    readonly property bool pad: stage === "digits"
    readonly property bool coded: !!view.qr
    readonly property bool full: (view.entered ?? 0) >= (view.length ?? 2)
    readonly property bool more: view.again ?? false
    readonly property bool toPhone: view.to_phone ?? false
    readonly property string said: Words.tr("take_pass.sub." + stage)
    readonly property bool sour: ["wrong", "over", "failed"].includes(stage)

    heading: Words.tr("take_pass.heading")
    sub: coded || pad ? said : ""
    under: Copy {
        visible: page.pad
        width: parent?.width ?? 0
        topPadding: 12
        text: Theme.lowReach && Theme.portrait ? page.said : Words.tr("take_pass.taken_first")
        color: Theme.ink2
    }
    bodyAtBottom: pad
    bodySpacing: Theme.tight ? 20 : 40
    actions: [
        ButtonRow {
            visible: page.stage !== "done" && page.stage !== "given"

            ActionButton {
                visible: page.stage === "shown" ? page.toPhone : page.more && (page.pad || page.sour)
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: 112
                kind: page.sour ? "primary" : "secondary"
                text: Words.tr(page.pad ? "take_pass.not_mine" : page.stage === "shown" ? "take_pass.to_phone" : "take_pass.again")
                onClicked: page.act("again", {})
            }
            ActionButton {
                visible: page.stage !== "shown" && !(page.pad && page.more)
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: 112
                text: Words.tr("take_pass.photograph")
                onClicked: page.act("photograph", {})
            }
            ActionButton {
                visible: page.coded
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: 112
                text: Words.tr("take_pass.lost")
                onClicked: page.act("lost", {})
            }
            ActionButton {
                visible: page.pad
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: 112
                kind: "primary"
                enabled: page.full
                disabledReason: Words.tr("code.disabled", { "n": page.view.length ?? 2 })
                text: Words.tr("code.confirm")
                onClicked: page.act("confirm", {})
            }
        },
        ActionButton {
            visible: !page.pad
            width: page.bodyWidth
            kind: page.sour && page.more ? "secondary" : "primary"
            text: Words.tr("take_pass.done")
            onClicked: page.act("done", {})
        }
    ]

    Panel {
        visible: page.coded
        width: page.bodyWidth
        pad: Theme.tight ? 20 : 40

        Item {
            width: parent.width
            height: Math.max(square.height, page.split ? facts.height : square.height + facts.height + 24)

            QrCode {
                id: square

                x: page.split ? 0 : (parent.width - width) / 2
                width: page.split ? Math.min(600, page.bodyHeight - 2 * (Theme.tight ? 20 : 40))
                    : Math.min(720, parent.width, page.bodyHeight - facts.height - 120)
                height: width
                rows: page.view.qr ?? []
            }
            Column {
                id: facts

                x: page.split ? square.width + 40 : 0
                y: page.split ? Math.max(0, (square.height - height) / 2) : square.height + 24
                width: parent.width - x
                spacing: 12

                Copy {
                    width: parent.width
                    horizontalAlignment: page.split ? Text.AlignLeft : Text.AlignHCenter
                    bold: true
                    text: page.stage === "scan" ? Words.tr("take_pass.seconds", { "n": page.view.seconds ?? 0 }) : Words.tr("take_pass.days", { "n": page.view.days ?? 0 })
                }
                Copy {
                    width: parent.width
                    horizontalAlignment: page.split ? Text.AlignLeft : Text.AlignHCenter
                    text: Words.tr("take_pass.alone")
                    color: Theme.ink2
                }
            }
        }
    }
    InfoPlate {
        width: page.bodyWidth
        visible: !page.coded && !page.pad
        kind: page.sour ? "warn" : page.stage === "done" ? "ok" : "note"
        icon: page.sour ? "alert" : page.stage === "done" ? "check" : "clock"
        text: page.said
        detail: page.sour && !page.more ? Words.tr("take_pass.no_more") : page.stage === "done" ? Words.tr("take_pass.alone") : ""
    }
    CodeDots {
        visible: page.pad
        total: page.bodyWidth
        length: page.view.length ?? 2
        entered: page.view.entered ?? 0
    }
    NumberPad {
        visible: page.pad
        focus: page.pad
        total: page.bodyWidth
        onAct: (name, args) => page.act(name, args)
    }
}
