pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import "components"
import "keyboard"

/** The window: the stage scaled to the screen, the page of the moment, overlays, and the on-screen keyboard.

    The application hands in `controller` (frame, view, pageFile, overlay, act), `words` and `watcher`. */
Window {
    id: window

    required property var controller
    required property var words
    required property var watcher
    readonly property bool portrait: height > width

    color: "#16212B"
    visible: true

    Binding { target: Words; property: "source"; value: window.words }
    Binding { target: Theme; property: "portrait"; value: window.portrait }

    Component {
        id: picture

        LivePicture { watcher: window.watcher }
    }
    Item {
        id: stage

        width: Theme.stageWidth
        height: Theme.stageHeight
        anchors.centerIn: parent
        scale: Math.min(window.width / width, window.height / height)

        Shell {
            id: shell

            anchors.fill: parent
            frame: window.controller.frame
            keyboardHeight: keyboard.active ? keyboard.height : 0
            visible: overlay.source.toString() === ""
            onAct: (name, args) => window.controller.act(name, args)

            Loader {
                id: page

                anchors.fill: parent
                focus: true

                function show(): void {
                    const file = window.controller.pageFile;
                    if (file === "") {
                        source = "";
                        return;
                    }
                    setSource(file + ".qml", { "view": window.controller.view });
                    if (item && "camera" in item)
                        item.camera = picture;
                    rise.restart();
                }

                Component.onCompleted: show()

                Connections {
                    target: window.controller
                    function onPageChanged(): void { page.show(); }
                    function onViewChanged(): void {
                        if (page.item)
                            page.item.view = window.controller.view;
                    }
                }
                Connections {
                    target: page.item
                    ignoreUnknownSignals: true
                    function onAct(name: string, args: var): void { window.controller.act(name, args); }
                }
                ParallelAnimation {
                    id: rise

                    NumberAnimation { target: page; property: "opacity"; from: 0; to: 1; duration: 200 }
                    NumberAnimation {
                        target: page.item
                        property: "y"
                        from: Theme.reducedMotion ? 0 : 16
                        to: 0
                        duration: 200
                        easing.type: Easing.OutCubic
                    }
                }
            }
        }
        Loader {
            id: overlay

            readonly property var wanted: window.controller.overlay

            anchors.fill: parent
            focus: source.toString() !== ""
            source: wanted.file ? wanted.file + ".qml" : ""
            onLoaded: item.view = Qt.binding(() => overlay.wanted.view ?? {})

            Connections {
                target: overlay.item
                ignoreUnknownSignals: true
                function onAct(name: string, args: var): void { window.controller.act(name, args); }
            }
        }
        OnScreenKeyboard {
            id: keyboard

            // Above the dock, so that back and finish stay in reach.
            width: stage.width
            y: stage.height - height - Theme.dock - Theme.statusStrip
            fresh: shell.frame.kind === "attract"
        }
    }
}
