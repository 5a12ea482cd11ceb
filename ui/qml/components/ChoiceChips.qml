pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Equal choices in columns. options: [{value, label, on?}]. Signals picked(value). */
Grid {
    id: chips

    property var options: []
    property var value: ""
    property real total: 952
    property real chipHeight: Theme.tight ? 96 : 100

    signal picked(var value)

    columns: 3
    spacing: 16

    Repeater {
        model: chips.options.length

        Pressable {
            id: chip

            required property int index
            readonly property var modelData: chips.options[index] ?? ({})
            readonly property bool chosen: modelData.on ?? (chips.value !== "" && modelData.value === chips.value)

            width: (chips.total - (chips.columns - 1) * chips.spacing) / chips.columns
            height: Math.max(chips.chipHeight, words.implicitHeight + 24)
            padding: 12
            corner: 20
            text: modelData.label ?? ""
            fill: chosen ? Theme.accentTint : Theme.surface
            edge: chosen ? Theme.accent : Theme.lineStrong
            edgeWidth: chosen ? 5 : Theme.strong
            checked: chosen
            Accessible.checked: chosen
            onClicked: chips.picked(modelData.value)

            contentItem: FittedCopy {
                id: words

                text: chip.text
                spoken: false
                bold: chip.chosen
                room: chip.availableWidth
                most: 2
                asked: chips.columns > 4 ? Theme.small : chips.columns === 3 && text.length === 8 && !text.includes(" ") ? 34 : Math.min(Theme.body, 42)
                color: chip.chosen ? Theme.accentDeep : Theme.ink
                horizontalAlignment: Text.AlignHCenter
                verticalAlignment: Text.AlignVCenter
                lineHeight: level * 1.2
            }
        }
    }
}
