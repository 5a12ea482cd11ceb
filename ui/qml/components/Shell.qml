pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** The stage that every page stands on: top bar, work area, dock, status; lowered by the wheelchair key.

    frame keys: kind ("visit", "attract", "code" (of staff: the bar alone), "staff", "bare"), fair, date, time, hours, online, waiting, film, step, steps, back,
    finish, can_speak (a voice is there; without one the keys for it are not shown), speech, large_type, high_contrast, low_reach, reduced_motion.
    Acts: language {language}, large_type, speech, low_reach, back, finish. */
FocusScope {
    id: shell

    property var frame: ({})
    property real keyboardHeight: 0
    readonly property bool bare: (frame.kind ?? "visit") !== "visit"
    readonly property bool underBar: !bare || frame.kind === "code"
    default property alias page: work.data

    signal act(string name, var args)

    width: Theme.stageWidth
    height: Theme.stageHeight

    Binding { target: Theme; property: "largeType"; value: shell.frame.large_type ?? false }
    Binding { target: Theme; property: "highContrast"; value: shell.frame.high_contrast ?? false }
    Binding { target: Theme; property: "lowReach"; value: (shell.frame.low_reach ?? false) && !shell.bare }
    Binding { target: Theme; property: "canSpeak"; value: shell.frame.can_speak ?? false }
    Binding { target: Theme; property: "reducedMotion"; value: shell.frame.reduced_motion ?? false }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    Item {
        id: work

        anchors.left: parent.left
        anchors.right: parent.right
        y: shell.underBar ? Theme.lowered + Theme.topBar : 0
        height: shell.bare ? shell.height - y : shell.height - y - shell.keyboardHeight - Theme.dock - Theme.statusStrip
    }
    Dock {
        id: dock

        visible: !shell.bare
        enabled: visible
        width: parent.width
        y: shell.height - Theme.statusStrip - height
        frame: shell.frame
        onAct: (name, args) => shell.act(name, args)
    }
    StatusStrip {
        visible: Theme.portrait && !shell.bare
        width: parent.width
        height: Theme.statusStrip
        y: shell.height - height
        frame: shell.frame
    }
    TopBar {
        visible: ["visit", "attract", "code"].includes(shell.frame.kind ?? "visit")
        width: parent.width
        y: shell.bare ? 0 : Theme.lowered
        dark: shell.frame.kind === "attract"
        frame: shell.frame
        onAct: (name, args) => shell.act(name, args)
    }
    Rectangle {
        visible: Theme.lowered > 0
        width: parent.width
        height: Theme.lowered
        color: Theme.attract

        Icon {
            id: chair

            x: Theme.margin
            anchors.verticalCenter: note.verticalCenter
            name: "wheelchair"
            color: Theme.attractInk
            size: 72
        }
        Copy {
            id: note

            anchors.left: chair.right
            anchors.leftMargin: 28
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.portrait ? 72 : 16
            width: parent.width - x - Theme.margin
            text: Words.tr("low_reach.note")
            level: Theme.portrait ? Theme.body + 4 : 30
            color: Theme.attractInk
        }
    }
}
