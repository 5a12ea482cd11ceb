import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Styles
import "../../../../keys"
import "../../../../.."
import "../../../../../components"

/** The on-screen keyboard in the kiosk's look. Sizes are pixels of the stage: the design is as wide as the panel. */
KeyboardStyle {
    id: style

    readonly property int rowHeight: Theme.portrait ? 112 : 92

    keyboardDesignWidth: Theme.portrait ? 1080 : 1240
    keyboardDesignHeight: 4 * rowHeight + 16
    keyboardDesignMaximumHeight: keyboardDesignHeight
    keyboardRelativeLeftMargin: 10 / keyboardDesignWidth
    keyboardRelativeRightMargin: 10 / keyboardDesignWidth
    keyboardRelativeTopMargin: 6 / keyboardDesignHeight
    keyboardRelativeBottomMargin: 10 / keyboardDesignHeight

    keyboardBackground: Rectangle {
        color: Theme.keyboard

        Rectangle {
            visible: Theme.highContrast
            width: parent.width
            height: Theme.soft
            color: Theme.line
        }
    }
    keyPanel: KeyFace {}
    symbolKeyPanel: KeyFace {}
    modeKeyPanel: KeyFace {}
    spaceKeyPanel: KeyFace {}
    enterKeyPanel: KeyFace { primary: true }
    shiftKeyPanel: KeyFace {
        glyph: "shift"
        spoken: Words.tr("key.shift")
        on: control ? control.uppercased : false
    }
    backspaceKeyPanel: KeyFace {
        glyph: "erase"
        spoken: Words.tr("key.erase")
    }

    selectionListHeight: Theme.portrait ? 108 : 88
    selectionListBackground: Rectangle { color: Theme.keyboard }
    selectionListDelegate: SelectionListItem {
        id: word

        // Filled only while letters are being composed: a guess at what may follow is not chosen yet.
        readonly property bool first: index === 0 && InputContext.preeditText.length > 0

        width: Math.max(112, label.implicitWidth + 64)
        Accessible.role: Accessible.Button
        Accessible.name: display

        Rectangle {
            anchors.fill: parent
            anchors.topMargin: 8
            anchors.bottomMargin: 4
            visible: word.first
            radius: 14
            color: Theme.accent
        }
        Copy {
            id: label

            anchors.centerIn: parent
            anchors.verticalCenterOffset: 2
            text: display
            spoken: false
            bold: word.first
            level: Theme.largeType ? 52 : 44
            color: word.first ? Theme.accentInk : Theme.ink
            wrapMode: Text.NoWrap
        }
        Rectangle {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: !word.first
            width: 2
            height: parent.height - 40
            color: Theme.keyEdge
        }
    }
}
