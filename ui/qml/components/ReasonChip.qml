pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import ".."

/** One reason. kind: "matched" (tick), "missing" (minus, dashed), "note" (info). */
Item {
    id: chip

    property string kind: "note"
    property string text: ""
    property real limit: 900
    readonly property color tone: kind === "matched" ? Theme.ok : kind === "missing" ? Theme.ink2 : Theme.ink

    implicitHeight: Math.max(48, words.implicitHeight + 12)
    implicitWidth: row.width + 36
    Accessible.role: Accessible.StaticText
    Accessible.name: Words.tr("reason." + kind) + text

    Rectangle {
        anchors.fill: parent
        visible: chip.kind !== "missing"
        radius: 14
        color: chip.kind === "matched" ? Theme.okTint : Theme.sunk
        border.width: Theme.highContrast ? 3 : 0
        border.color: chip.tone
    }
    Shape {
        anchors.fill: parent
        visible: chip.kind === "missing"
        layer.enabled: GraphicsInfo.api === GraphicsInfo.Software
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeColor: Theme.lineStrong
            strokeWidth: 3
            strokeStyle: ShapePath.DashLine
            dashPattern: [2.2, 1.4]
            fillColor: "transparent"

            PathRectangle { x: 1.5; y: 1.5; width: chip.width - 3; height: chip.height - 3; radius: 14 }
        }
    }
    Row {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        x: 18
        spacing: 11

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: chip.kind === "matched" ? "check" : chip.kind === "missing" ? "minus-circle" : "info"
            color: chip.tone
            size: 28
            stroke: 4
        }
        Copy {
            id: words

            text: chip.text
            spoken: false
            color: chip.tone
            width: Math.min(implicitWidth, chip.limit - 76)
            maximumLineCount: 1
            elide: Text.ElideRight
        }
    }
}
