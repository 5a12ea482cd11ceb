pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** Six digits on the pad, shown as dots. view: entered, length, problem (key), busy. */
Page {
    id: page

    property string question: ""
    property string firstText: ""
    property string goText: Words.tr("code.confirm")
    property string problemText: ""
    readonly property int entered: view.entered ?? 0
    readonly property int count: view.length ?? 6
    readonly property bool full: entered >= count

    signal firstChosen

    heading: question
    bodyAtBottom: true
    under: InfoPlate {
        width: parent?.width ?? 0
        kind: "error"
        text: page.split ? page.problemText : ""
    }
    bodySpacing: Theme.tight ? 24 : 76
    actions: ButtonRow {
        ActionButton {
            visible: page.firstText !== ""
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.tight ? 112 : 136
            text: page.firstText
            onClicked: page.firstChosen()
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            enabled: page.full && !(page.view.busy ?? false)
            disabledReason: Words.tr("code.disabled", { "n": page.count })
            text: page.view.busy ? Words.tr("code.busy") : page.goText
            onClicked: page.act("confirm", {})
        }
    }

    Column {
        width: page.bodyWidth
        spacing: 20

        CodeDots {
            total: page.bodyWidth
            length: page.count
            entered: page.entered
            wrong: page.problemText !== ""
        }
        Copy {
            width: parent.width
            text: page.problemText
            visible: text !== "" && !page.split
            bold: true
            level: Theme.body
            color: Theme.error
            Accessible.role: Accessible.AlertMessage
        }
    }
    NumberPad {
        focus: true
        total: page.bodyWidth
        onAct: (name, args) => page.act(name, args)
    }
}
