pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** One question over an emptied page.

    view: ask (key: "undo", "finish"), n. acts: yes, no. */
Overlay {
    id: overlay

    property var view: ({})
    readonly property string ask: view.ask ?? "undo"

    signal act(string name, var args)

    Copy {
        width: parent.width
        text: Words.tr("ask." + overlay.ask, { "n": overlay.view.n ?? 0 })
        bold: true
        level: Theme.title
        Accessible.role: Accessible.Heading
    }
    Copy {
        width: parent.width
        bottomPadding: 24
        text: Words.tr("ask." + overlay.ask + ".text", { "n": overlay.view.n ?? 0 })
        level: Theme.body + 2
        color: Theme.ink2
    }
    ButtonRow {
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "consent"
            text: Words.tr("ask." + overlay.ask + ".no")
            onClicked: overlay.act("no", {})
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "consent"
            text: Words.tr("ask." + overlay.ask + ".yes")
            onClicked: overlay.act("yes", {})
        }
    }
}
