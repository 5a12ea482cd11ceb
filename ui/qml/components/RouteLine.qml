import QtQuick
import QtQuick.Shapes
import ".."

/** The one route line of the attract page: draws itself once every 12 seconds. */
Shape {
    id: route

    property list<point> points
    property real drawn: 1

    preferredRendererType: Shape.CurveRenderer

    ShapePath {
        strokeColor: Theme.attractInk
        strokeWidth: 14
        capStyle: ShapePath.RoundCap
        joinStyle: ShapePath.RoundJoin
        fillColor: "transparent"
        trim.end: route.drawn

        PathPolyline { path: route.points }
    }
    SequentialAnimation on drawn {
        running: !Theme.reducedMotion && route.visible
        loops: Animation.Infinite
        NumberAnimation { from: 0.02; to: 1; duration: 2400; easing.type: Easing.InOutQuad }
        PauseAnimation { duration: 9600 }
    }
}
