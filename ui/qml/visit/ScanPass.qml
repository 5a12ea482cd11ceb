pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A pass is shown to the camera or scanned; reading a code never runs face code.

    view: state ("waiting", "reading", "unreadable", "expired", "not_ours"), seconds_left, film, by_camera (bool).
    acts: way {way: other}, been_before (other ways). */
Page {
    id: page

    property Component camera: null
    readonly property string stage: view.state ?? "waiting"
    readonly property bool bad: !["waiting", "reading"].includes(stage)

    heading: Words.tr("scan_pass.heading")
    sub: Words.tr("scan_pass.sub")
    landscape: "choices"
    actions: ActionButton {
        width: parent.width
        text: Words.tr("looking.other_way")
        onClicked: page.act("been_before", {})
    }

    Rectangle {
        visible: page.view.by_camera ?? true
        width: page.bodyWidth
        height: Math.min(720, page.bodyHeight - 190)
        radius: Theme.radius
        color: "#2F3E46"
        clip: true

        Loader {
            anchors.fill: parent
            sourceComponent: page.camera
        }
        Rectangle {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: Theme.tight ? 36 : 0
            width: Math.min(parent.height, parent.width) * (Theme.tight ? 0.7 : 0.66)
            height: width
            radius: 40
            color: "transparent"
            border.width: 12
            border.color: page.bad ? Theme.warm : "#FFFFFF"
        }
        Marker {
            x: 24
            y: 24
            dot: true
            text: Words.tr(page.view.film ? "camera.film" : "camera.on_codes")
        }
        Marker {
            visible: (page.view.seconds_left ?? -1) >= 0
            anchors.right: parent.right
            anchors.rightMargin: 24
            y: 24
            text: Words.tr("camera.seconds_left", { "n": page.view.seconds_left ?? 0 })
        }
    }
    InfoPlate {
        width: page.bodyWidth
        kind: page.bad ? "warn" : "note"
        icon: page.bad ? "alert" : "pass"
        text: Words.tr("scan_pass." + page.stage)
        detail: page.bad ? Words.tr("scan_pass.bad_next") : ""
    }
}
