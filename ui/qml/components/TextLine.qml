pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import ".."

/** A field for typing with its heading above, and what is wrong with it below. Signals edited(text), done(). */
FocusScope {
    id: line

    property string heading: ""
    property string problem: ""
    property string hint: ""
    property string spokenName: heading || hint
    property alias text: field.text
    property alias hints: field.inputMethodHints
    property alias field: field

    signal edited(string text)
    signal done

    implicitHeight: column.height

    Column {
        id: column

        width: parent.width
        spacing: 8

        Copy {
            visible: text !== ""
            width: parent.width
            text: line.heading
            spoken: false
            color: Theme.ink2
        }
        T.TextField {
            id: field

            width: parent.width
            height: Theme.tight ? 112 : 132
            leftPadding: 44
            rightPadding: 44
            focus: true
            verticalAlignment: TextInput.AlignVCenter
            font.family: Theme.family
            font.pixelSize: Math.min(Theme.heading + 4, 56)
            color: Theme.ink
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            placeholderText: line.hint
            maximumLength: 200
            Accessible.role: Accessible.EditableText
            Accessible.name: line.spokenName
            Accessible.description: line.problem
            onTextEdited: line.edited(text)
            onAccepted: line.done()

            cursorDelegate: Rectangle {
                visible: field.activeFocus
                width: 5
                color: Theme.accent
            }
            background: Rectangle {
                radius: Theme.radius
                color: Theme.surface
                border.width: field.activeFocus ? 6 : Theme.strong
                border.color: line.problem ? Theme.error : field.activeFocus ? Theme.accent : Theme.lineStrong

                Copy {
                    x: field.leftPadding
                    anchors.verticalCenter: parent.verticalCenter
                    width: field.width - 2 * field.leftPadding
                    visible: field.text === "" && field.preeditText === ""
                    text: line.hint
                    spoken: false
                    level: Theme.body
                    color: Theme.ink2
                    elide: Text.ElideRight
                    maximumLineCount: 1
                }
            }
        }
        Copy {
            visible: text !== ""
            width: parent.width
            text: line.problem
            color: Theme.error
            bold: true
            Accessible.role: Accessible.AlertMessage
        }
    }
}
