pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** Digits on the pad, shown as dots. view: entered, length, problem (key), busy.
    choices: [{value, label}] of what may be typed in its place. */
Page {
    id: page

    property string question: ""
    property string firstText: ""
    property string lookText: ""
    property string goText: Words.tr("code.confirm")
    property string problemText: ""
    readonly property int entered: view.entered ?? 0
    readonly property int count: view.length ?? 6
    readonly property bool full: entered >= count

    property var choices: []

    signal firstChosen
    signal lookChosen
    signal choicePicked(string value)

    heading: question
    bodyAtBottom: true
    under: Column {
        width: parent?.width ?? 0
        spacing: 24
        topPadding: 16

        InfoPlate {
            width: parent.width
            kind: "error"
            text: page.split ? page.problemText : ""
        }
        ChoiceChips {
            visible: page.split && page.choices.length > 0
            columns: Math.max(1, Math.min(2, page.choices.length))
            total: parent.width
            options: page.choices
            onPicked: value => page.choicePicked(value)
        }
    }
    bodySpacing: Theme.tight || Theme.largeType ? 24 : choices.length > 0 ? 28 : 76
    aside: ActionButton {
        visible: page.lookText !== ""
        width: parent?.width ?? 0
        text: page.lookText
        onClicked: page.lookChosen()
    }
    actions: [
        ActionButton {
            visible: page.lookText !== "" && !page.split
            width: page.bodyWidth
            implicitHeight: 96
            text: page.lookText
            onClicked: page.lookChosen()
        },
        ButtonRow {
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
    ]

    ChoiceChips {
        id: chips

        visible: !page.split && page.choices.length > 0
        columns: Math.max(2, page.choices.length)
        total: page.bodyWidth
        options: page.choices
        onPicked: value => page.choicePicked(value)
    }
    Column {
        id: typed

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
        id: pad

        readonly property real above: typed.height + page.bodySpacing + (chips.visible ? chips.height + page.bodySpacing : 0)

        // All twelve keys at once: who cannot see the 0 does not know that it is there.
        keyHeight: Math.max(96, Math.min(Theme.tight ? 108 : 144, (page.bodyHeight - above - 3 * spacing) / rowCount))
        focus: true
        total: page.bodyWidth
        onAct: (name, args) => page.act(name, args)
    }
}
