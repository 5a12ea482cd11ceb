import QtQuick
import QtQuick.Layouts
import QtQuick.VirtualKeyboard.Components

/** Keys for a run of characters, each one unit wide. */
KeyboardRow {
    id: row

    property string letters: ""
    property real unit: 100

    Layout.fillWidth: false

    Repeater {
        model: row.letters.length

        Key {
            required property int index

            text: row.letters[index]
            weight: row.unit
            showPreview: false
            Layout.fillWidth: false
        }
    }
}
