pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The kiosk for its staff. The camera's picture is shown only while the kiosk is paused.

    view: kiosk, place, version, online, offline_min, waiting, parked, paused, advice, duty, time,
    parts [{key: camera, scanner, reader, printer, codes, network, outbox, export, storage, alike; note; state: ok, attention, failed, waiting;
    action (key or "")}], counts [{key: visits, found, handed_in, withdrawn; n}].
    acts: leave, language {language}, part {part}, pause, restart, shutdown. */
FocusScope {
    id: page

    property var view: ({})
    property Component camera: null
    readonly property bool online: view.online ?? true
    readonly property int columnWidth: Theme.portrait ? 952 : 1060

    signal act(string name, var args)

    Column {
        x: Theme.margin
        y: 30
        width: leave.x - 290 - x - 24

        Copy {
            width: parent.width
            text: Words.tr("staff.title", { "kiosk": page.view.kiosk ?? "" })
            bold: true
            level: 36
        }
        Copy {
            width: parent.width
            text: Words.tr("staff.where", { "place": page.view.place ?? "", "version": page.view.version ?? "" })
            color: Theme.ink2
            level: 30
        }
    }
    LanguageKeys {
        anchors.right: leave.left
        anchors.rightMargin: 24
        y: 32
        onPicked: language => page.act("language", { "language": language })
    }
    ActionButton {
        id: leave

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        y: 32
        width: 204
        height: 96
        leftPadding: 16
        rightPadding: 16
        glyph: "finish"
        text: Words.tr("staff.leave")
        onClicked: page.act("leave", {})
    }
    InfoPlate {
        id: news

        x: Theme.margin
        y: Theme.portrait ? 160 : 144
        width: page.columnWidth
        visible: true
        height: Math.max(Theme.portrait ? 164 : 112, implicitHeight - 48)
        kind: !page.online || page.view.parked ? "warn" : "ok"
        icon: page.online ? "wifi" : "wifi-off"
        text: page.online ? Words.tr("staff.online") : Words.tr("staff.offline", { "n": page.view.offline_min ?? 0 })
        detail: page.view.advice ? page.view.advice : page.view.parked ? Words.tr("staff.parked", { "n": page.view.parked })
            : page.view.waiting ? Words.tr("staff.waiting", { "n": page.view.waiting }) : Words.tr("staff.nothing_waiting")
    }
    ScrollArea {
        id: parts

        x: Theme.margin
        width: page.columnWidth
        y: news.y + news.height + (Theme.portrait ? 28 : 12)
        height: (Theme.portrait ? today.y - 40 : page.height - 20) - y

        Panel {
            width: page.columnWidth
            pad: Theme.portrait ? 22 : 14

            Repeater {
                model: (page.view.parts ?? []).length

                Item {
                    id: part

                    required property int index
                    readonly property var row: page.view.parts?.[index] ?? ({})
                    readonly property color tone: row.state === "ok" ? Theme.ok : row.state === "failed" ? Theme.error : Theme.warn

                    width: page.columnWidth - 64
                    x: 10
                    height: Theme.portrait ? 131 : 109  // air between the keys

                    Rule { visible: part.index > 0 }
                    Icon {
                        id: sign

                        anchors.verticalCenter: parent.verticalCenter
                        name: ({ "camera": "camera", "scanner": "pass", "reader": "id-card", "printer": "printer", "network": "wifi", "outbox": "download", "storage": "shield", "export": "usb", "clock": "clock", "codes": "lock", "alike": "people" })[part.row.key] ?? "info"
                        size: 54
                        color: Theme.ink2
                    }
                    Column {
                        anchors.left: sign.right
                        anchors.leftMargin: 32
                        anchors.right: mark.left
                        anchors.verticalCenter: parent.verticalCenter

                        Copy {
                            text: Words.tr("staff.part." + part.row.key)
                            bold: true
                            level: 38
                        }
                        Copy {
                            width: parent.width
                            text: part.row.note ?? ""
                            color: Theme.ink2
                            level: 30
                            elide: Text.ElideRight
                            maximumLineCount: 1
                        }
                    }
                    Rectangle {
                        id: mark

                        x: parent.width - 356
                        anchors.verticalCenter: parent.verticalCenter
                        width: 24
                        height: 24
                        radius: part.row.state === "ok" ? 12 : 3
                        rotation: part.row.state === "failed" || part.row.state === "ok" ? 0 : 45
                        color: part.tone
                    }
                    Copy {
                        anchors.left: mark.right
                        anchors.leftMargin: 16
                        anchors.verticalCenter: parent.verticalCenter
                        text: Words.tr("staff.state." + part.row.state)
                        bold: true
                        level: Words.language === "zh" ? 34 : 26
                        color: part.tone
                    }
                    ActionButton {
                        visible: !!part.row.action
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        width: 206
                        height: 96
                        leftPadding: 8
                        rightPadding: 8
                        text: Words.tr("staff.do." + part.row.action)
                        enabled: part.row.key !== "camera" || (page.view.paused ?? false)
                        disabledReason: Words.tr("staff.camera_paused")
                        onClicked: page.act("part", { "part": part.row.key })
                    }
                }
            }
        }
    }
    Column {
        id: today

        x: Theme.portrait ? Theme.margin : 1180
        width: Theme.portrait ? 952 : 676
        y: Theme.portrait ? page.height - height - 92 : 160
        spacing: Theme.portrait ? 20 : 14

        Copy {
            text: Words.tr("staff.today")
            bold: true
            level: 44
        }
        Rectangle {
            width: parent.width
            height: 3
            color: Theme.ink
        }
        Grid {
            columns: Theme.portrait ? 4 : 2
            rowSpacing: 16

            Repeater {
                model: page.view.counts ?? []

                Column {
                    id: figure

                    required property var modelData

                    width: today.width / (Theme.portrait ? 4 : 2)

                    Copy {
                        text: figure.modelData.n
                        bold: true
                        level: 80
                    }
                    Copy {
                        width: parent.width - 12
                        text: Words.tr("staff.count." + figure.modelData.key)
                        color: Theme.ink2
                        level: Math.min(Theme.small, 32)
                    }
                }
            }
        }
        GridLayout {
            width: parent.width
            columns: Theme.portrait ? 3 : 1
            columnSpacing: 24
            rowSpacing: 16

            Repeater {
                model: [{ "act": "pause", "glyph": "pause" }, { "act": "restart", "glyph": "refresh" }, { "act": "shutdown", "glyph": "power" }]

                ActionButton {
                    required property var modelData

                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    implicitHeight: Theme.portrait ? 112 : 96
                    leftPadding: 12
                    rightPadding: 12
                    glyph: modelData.glyph
                    text: Words.tr("staff." + (modelData.act === "pause" && page.view.paused ? "resume" : modelData.act))
                    onClicked: page.act(modelData.act, {})
                }
            }
        }
        Copy {
            width: parent.width
            text: Words.tr("staff.note")
            color: Theme.ink2
            level: Math.min(Theme.small, 32)
        }
    }
    StatusStrip {
        visible: Theme.portrait
        width: parent.width
        height: 72
        anchors.bottom: parent.bottom
        frame: ({ "online": page.online, "waiting": page.view.waiting ?? 0 })
    }
}
