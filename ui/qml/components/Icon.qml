pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import ".."

/** An icon of our own: drawn on a 48 grid with a round stroke, in any size and colour. */
Item {
    id: icon

    property string name: ""
    property color color: Theme.ink
    property real size: 44
    property real stroke: size <= 48 ? size / 12 : Math.min(6, 4 + (size - 48) / 60)

    implicitWidth: size
    implicitHeight: size
    Accessible.ignored: true
    // The software renderer draws a shape that is clipped away entirely; as a layer it obeys.
    layer.enabled: GraphicsInfo.api === GraphicsInfo.Software

    Shape {
        width: 48
        height: 48
        scale: icon.size / 48
        transformOrigin: Item.TopLeft
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeColor: icon.color
            strokeWidth: icon.size > 0 ? icon.stroke * 48 / icon.size : 4  // not a number, before there is a size, would stay
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            fillColor: "transparent"

            PathSvg { path: IconPaths.table[icon.name] ?? "" }
        }
    }
}
