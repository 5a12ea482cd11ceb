pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** Is anyone still here? Opaque; whoever shows it empties the page below.

    view: seconds, total (20). acts: stay, finish. */
Overlay {
    id: overlay

    property var view: ({})

    signal act(string name, var args)

    Accessible.role: Accessible.AlertMessage
    Accessible.name: Words.tr("idle.heading")
    spacing: 20

    ProgressRing {
        anchors.horizontalCenter: parent.horizontalCenter
        progress: (overlay.view.seconds ?? 0) / (overlay.view.total ?? 20)
        figure: overlay.view.seconds ?? ""
        unit: Words.tr("idle.seconds")
    }
    Copy {
        width: parent.width
        topPadding: 24
        horizontalAlignment: Text.AlignHCenter
        text: Words.tr("idle.heading")
        bold: true
        level: 80
        Accessible.role: Accessible.Heading
    }
    Copy {
        width: parent.width
        bottomPadding: 24
        horizontalAlignment: Text.AlignHCenter
        text: Words.tr("idle.text")
        level: Theme.heading
        color: Theme.ink2
    }
    ButtonRow {
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 160
            text: Words.tr("idle.finish")
            onClicked: overlay.act("finish", {})
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 160
            focus: true
            kind: "primary"
            text: Words.tr("idle.stay")
            onClicked: overlay.act("stay", {})
        }
    }
}
