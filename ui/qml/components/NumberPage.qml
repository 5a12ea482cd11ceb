pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** A number on the pad that may be seen while typing. view: digits, problem (key), can_confirm, busy. */
Page {
    id: page

    property string extra: ""
    property string label: ""
    readonly property string problemText: view.problem ? Words.tr("number.problem." + view.problem) : ""

    bodyAtBottom: true
    under: InfoPlate {
        width: parent?.width ?? 0
        kind: "error"
        text: page.split ? page.problemText : ""
    }
    bodySpacing: Theme.tight ? 20 : 48
    actions: ButtonRow {
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.tight ? 112 : 136
            text: Words.tr("looking.other_way")
            onClicked: page.act("been_before", {})
        }
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            enabled: (page.view.can_confirm ?? false) && !(page.view.busy ?? false)
            disabledReason: Words.tr("number.disabled")
            text: Words.tr("code.confirm")
            onClicked: page.act("confirm", {})
        }
    }

    Rectangle {
        width: page.bodyWidth
        height: Theme.tight ? 112 : 148
        radius: Theme.radius
        color: Theme.surface
        border.width: 5
        border.color: page.view.problem ? Theme.error : Theme.accent
        Accessible.role: Accessible.StaticText
        Accessible.name: page.label + " " + digits.text

        Copy {
            id: digits

            x: 44
            anchors.verticalCenter: parent.verticalCenter
            text: page.view.digits ?? ""
            spoken: false
            bold: true
            level: Theme.title
            font.letterSpacing: 3
            wrapMode: Text.NoWrap
        }
        Rectangle {
            x: digits.x + digits.implicitWidth + 8
            anchors.verticalCenter: parent.verticalCenter
            width: 6
            height: 64
            radius: 3
            color: Theme.accent
        }
    }
    Copy {
        visible: text !== "" && !page.split
        width: page.bodyWidth
        text: page.problemText
        bold: true
        color: Theme.error
        level: Theme.body
        Accessible.role: Accessible.AlertMessage
    }
    NumberPad {
        focus: true
        total: page.bodyWidth
        extra: page.extra
        onAct: (name, args) => page.act(name, args)
    }
}
