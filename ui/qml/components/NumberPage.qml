pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** A number on the pad that may be seen while typing, or a code held to the camera in its place.

    view: digits, problem (key), can_confirm, camera_on, film. `keys`: "digits", "x", "letters", "none". `choices` are
    the kinds to choose from, shown where there are two or more; picked with act `choice` {`choice`: value}. */
Page {
    id: page

    property string keys: "digits"
    property string label: ""
    property string choice: "kind"
    property var choices: []
    property var chosen: ""
    property int choiceColumns: 3
    property bool byCamera: false
    property string otherText: Words.tr("looking.other_way")
    property string otherAct: "been_before"
    property Component camera: null
    readonly property bool filming: view.camera_on ?? false
    readonly property bool typing: !filming && keys !== "none"
    readonly property string problemText: view.problem ? Words.tr("number.problem." + view.problem) : ""
    readonly property Item pad: keys === "letters" ? letters : numbers
    readonly property real padRoom: bodyHeight - field.height - bodySpacing - (chipsAbove ? chipsHere.height + bodySpacing : 0) - (problemHere.visible ? problemHere.height + bodySpacing : 0)
    readonly property bool chipsAbove: choices.length > 1 && !split

    bodyAtBottom: true
    headingLevel: split && (Theme.largeType || Theme.lowReach) && choices.length > 4 ? Theme.heading : Theme.title
    under: [
        Item {
            visible: page.split && page.choices.length > 1
            width: 1
            height: 24
        },
        ChoiceChips {
            visible: page.split && page.choices.length > 1
            total: 600
            columns: page.choiceColumns > 3 ? page.choiceColumns : 2
            options: page.choices
            value: page.chosen
            onPicked: value => page.act(page.choice, { [page.choice]: value })
        },
        Item {
            visible: page.split && page.problemText !== ""
            width: 1
            height: 24
        },
        InfoPlate {
            width: 600
            kind: "error"
            text: page.split ? page.problemText : ""
        }
    ]
    bodySpacing: Theme.tight ? 20 : choices.length > 1 ? 28 : 48
    actions: ButtonRow {
        ActionButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.tight ? 112 : 136
            text: page.otherText
            onClicked: page.act(page.otherAct, {})
        }
        ActionButton {
            visible: page.typing
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            enabled: page.view.can_confirm ?? false
            disabledReason: Words.tr("number.disabled")
            text: Words.tr("code.confirm")
            onClicked: page.act("confirm", {})
        }
    }

    ChoiceChips {
        id: chipsHere

        visible: page.chipsAbove
        total: page.bodyWidth
        columns: page.choices.length === 4 ? 4 : page.choiceColumns
        options: page.choices
        value: page.chosen
        onPicked: value => page.act(page.choice, { [page.choice]: value })
    }
    CameraPlate {
        visible: page.filming
        width: page.bodyWidth
        height: Math.max(300, Math.min(760, page.padRoom))
        camera: page.filming ? page.camera : null
        film: page.view.film ?? false
        bad: page.view.problem === "unreadable"
    }
    Item {
        id: field

        visible: page.byCamera || page.typing
        width: page.bodyWidth
        height: Theme.tight || page.snug ? 112 : 148

        Rectangle {
            visible: page.typing
            width: parent.width - (page.byCamera ? parent.height + 20 : 0)
            height: parent.height
            radius: Theme.radius
            color: Theme.surface
            border.width: 5
            border.color: page.view.problem ? Theme.error : Theme.accent
            Accessible.role: Accessible.StaticText
            Accessible.name: page.label + " " + digits.text

            Copy {
                id: digits

                x: 36
                anchors.verticalCenter: parent.verticalCenter
                text: page.view.digits ?? ""
                spoken: false
                bold: true
                level: text.length > 15 && page.byCamera ? Theme.heading : Theme.title
                font.letterSpacing: text.length > 15 ? 1 : 3
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
        ActionButton {
            visible: page.byCamera && !page.typing
            anchors.fill: parent
            glyph: page.filming ? "pencil" : "camera"
            text: Words.tr(page.filming ? "document.type" : "document.camera")
            onClicked: page.act("camera", {})
        }
        KeyButton {
            visible: page.byCamera && page.typing
            anchors.right: parent.right
            width: parent.height
            height: parent.height
            corner: Theme.radius
            glyph: "camera"
            text: Words.tr("document.camera")
            onClicked: page.act("camera", {})
        }
    }
    Copy {
        id: problemHere

        visible: text !== "" && !page.split
        width: page.bodyWidth
        text: page.problemText
        bold: true
        color: Theme.error
        level: Theme.body
        Accessible.role: Accessible.AlertMessage
    }
    NumberPad {
        id: numbers

        visible: page.typing && page.keys !== "letters"
        focus: visible
        total: page.bodyWidth
        keyHeight: Math.max(96, Math.min(Theme.tight ? 108 : 144, Math.floor((page.padRoom - 3 * spacing) / 4)))
        extra: page.keys === "x" ? "X" : ""
        onAct: (name, args) => page.act(name, args)
    }
    LetterPad {
        id: letters

        visible: page.typing && page.keys === "letters"
        focus: visible
        total: page.bodyWidth
        keyHeight: Math.max(96, Math.min(Theme.portrait ? 120 : 144, Math.floor((page.padRoom - (rowCount - 1) * spacing) / rowCount)))
        onAct: (name, args) => page.act(name, args)
    }
}
