pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import ".."

/** A ring that empties or fills, with a figure inside. */
Item {
    id: ring

    property real progress: 0
    property string figure: ""
    property string unit: ""

    implicitWidth: 304
    implicitHeight: 304

    Shape {
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeColor: Theme.highContrast ? "#555555" : Theme.accentTint
            strokeWidth: 20
            fillColor: "transparent"

            PathAngleArc { centerX: ring.width / 2; centerY: ring.height / 2; radiusX: ring.width / 2 - 12; radiusY: ring.height / 2 - 12; startAngle: 0; sweepAngle: 360 }
        }
        ShapePath {
            strokeColor: ring.progress > 0 ? Theme.accent : "transparent"
            strokeWidth: 20
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"

            PathAngleArc { centerX: ring.width / 2; centerY: ring.height / 2; radiusX: ring.width / 2 - 12; radiusY: ring.height / 2 - 12; startAngle: -90; sweepAngle: 360 * Math.max(0.001, Math.min(1, ring.progress)) }
        }
    }
    Row {
        anchors.centerIn: parent
        spacing: 8

        Copy {
            id: number

            text: ring.figure
            bold: true
            level: 112
            wrapMode: Text.NoWrap
        }
        Copy {
            anchors.baseline: number.baseline
            text: ring.unit
            level: Theme.heading
            wrapMode: Text.NoWrap
        }
    }
}
