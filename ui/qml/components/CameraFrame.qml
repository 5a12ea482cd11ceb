pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import ".."

/** The live picture with an oval that carries progress, one instruction, the camera-on marker and the seconds left.
    The live item is handed in as the default child. */
Item {
    id: frame

    property real progress: 0
    property string instruction: ""
    property string glyph: ""
    property int secondsLeft: -1
    property bool film: false
    property bool trouble: false
    readonly property real bandHeight: Theme.tight ? 120 : 184
    readonly property real pictureHeight: height - bandHeight
    readonly property real ovalHeight: Math.min(700, pictureHeight * 0.9)
    readonly property real ovalWidth: ovalHeight * 540 / 700
    default property alias picture: holder.data

    implicitWidth: 952
    implicitHeight: 1144
    Accessible.role: Accessible.Graphic
    Accessible.name: Words.tr("camera.on")

    Rectangle {
        anchors.fill: parent
        color: "#2F3E46"
    }
    Item {
        id: holder

        width: parent.width
        height: frame.pictureHeight
        clip: true
    }
    Shape {
        width: parent.width
        height: frame.pictureHeight
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeWidth: -1
            fillColor: "#7316212B"
            fillRule: ShapePath.OddEvenFill

            PathRectangle { width: frame.width; height: frame.pictureHeight }
            PathMove { x: frame.width / 2 + frame.ovalWidth / 2; y: frame.pictureHeight / 2 }
            PathAngleArc {
                centerX: frame.width / 2; centerY: frame.pictureHeight / 2
                radiusX: frame.ovalWidth / 2; radiusY: frame.ovalHeight / 2
                startAngle: 0; sweepAngle: 360
            }
        }
        ShapePath {
            strokeColor: "#99FFFFFF"
            strokeWidth: 5
            fillColor: "transparent"

            PathAngleArc {
                centerX: frame.width / 2; centerY: frame.pictureHeight / 2
                radiusX: frame.ovalWidth / 2; radiusY: frame.ovalHeight / 2
                startAngle: 0; sweepAngle: 360
            }
        }
        ShapePath {
            strokeColor: frame.progress > 0 ? "#FFFFFF" : "transparent"
            strokeWidth: 16
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"

            PathAngleArc {
                centerX: frame.width / 2; centerY: frame.pictureHeight / 2
                radiusX: frame.ovalWidth / 2; radiusY: frame.ovalHeight / 2
                startAngle: -90; sweepAngle: 360 * Math.max(0.001, Math.min(1, frame.progress))
            }
        }
    }
    Rectangle {
        y: frame.pictureHeight
        width: parent.width
        height: frame.bandHeight
        color: frame.trouble ? Theme.warmDeep : Theme.accent

        Row {
            anchors.centerIn: parent
            spacing: 44

            Icon {
                visible: frame.glyph !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: frame.glyph
                size: 72
                stroke: 6
                color: words.color
            }
            Copy {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                text: frame.instruction
                bold: true
                level: Theme.tight || frame.instruction.length > 12 ? 44 : 64
                color: frame.trouble ? "#FFFFFF" : Theme.accentInk
                width: Math.min(implicitWidth, frame.width - (frame.glyph ? 200 : 80))
                horizontalAlignment: Text.AlignHCenter
                Accessible.role: Accessible.AlertMessage
            }
        }
    }
    Marker {
        x: 24
        y: 24
        dot: true
        text: Words.tr(frame.film ? "camera.film" : "camera.on")
    }
    Marker {
        visible: frame.secondsLeft >= 0
        anchors.right: parent.right
        anchors.rightMargin: 24
        y: 24
        text: Words.tr("camera.seconds_left", { "n": frame.secondsLeft })
    }
    // The picture's corners are covered with the page's colour: clipping to a rounded shape needs an effect.
    Shape {
        anchors.fill: parent
        preferredRendererType: Shape.CurveRenderer

        ShapePath {
            strokeWidth: -1
            fillColor: Theme.paper
            fillRule: ShapePath.OddEvenFill

            PathRectangle { x: -1; y: -1; width: frame.width + 2; height: frame.height + 2 }
            PathRectangle { width: frame.width; height: frame.height; radius: Theme.radius }
        }
    }
}
