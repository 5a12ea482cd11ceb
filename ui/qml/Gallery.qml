pragma ComponentBehavior: Bound
import QtQuick
import "components"

/** One page on its stage with sample data: for looking at pages alone. Set frame, view and pageFile. */
Rectangle {
    id: gallery

    property var words: null
    property var frame: ({})
    property var view: ({})
    property string pageFile: ""
    property string lastAct: ""
    property real keyboardHeight: 0

    color: "#000000"

    Binding { target: Words; property: "source"; value: gallery.words }
    Binding { target: Theme; property: "portrait"; value: gallery.height > gallery.width }

    Shell {
        id: shell

        readonly property real factor: Math.min(gallery.width / width, gallery.height / height)

        scale: factor
        transformOrigin: Item.TopLeft
        x: (gallery.width - width * factor) / 2
        y: (gallery.height - height * factor) / 2
        frame: gallery.frame
        keyboardHeight: gallery.keyboardHeight
        onAct: (name, args) => gallery.lastAct = name

        Loader {
            id: loader

            anchors.fill: parent
            focus: true
            source: gallery.pageFile
        }
    }
    Binding {
        target: loader.item
        property: "view"
        value: gallery.view
        when: loader.status === Loader.Ready
    }
    Connections {
        target: loader.item
        ignoreUnknownSignals: true

        function onAct(name: string, args: var): void {
            gallery.lastAct = name;
        }
    }
}
