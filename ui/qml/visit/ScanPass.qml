pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A pass is shown to the camera or scanned; reading a code never runs face code.

    view: state ("waiting", "reading", "unreadable", "expired", "revoked", "not_ours"), seconds_left, film, by_camera (bool).
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

    CameraPlate {
        visible: page.view.by_camera ?? true
        width: page.bodyWidth
        height: Math.max(240, Math.min(720, page.bodyHeight - Math.max(142, told.height) - page.bodySpacing - 28))
        camera: page.camera
        bad: page.bad
        film: page.view.film ?? false
        secondsLeft: page.view.seconds_left ?? -1
    }
    InfoPlate {
        id: told

        width: page.bodyWidth
        kind: page.bad ? "warn" : "note"
        icon: page.bad ? "alert" : "pass"
        text: Words.tr("scan_pass." + page.stage)
        detail: !page.bad ? "" : Words.tr(["expired", "revoked", "not_ours"].includes(page.stage) ? "scan_pass.bad_pass_next" : "scan_pass.bad_next")
    }
}
