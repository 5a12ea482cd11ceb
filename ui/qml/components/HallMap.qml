pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import ".."

/** A hall's plan, drawn crisp at any size; 120 to 1,000 booths in one canvas, the route and the pin above it.

    map keys (metres, origin top left): width, height, booths [{id, label, x, y, w, h}], walls [[[x, y], …], …],
    places [{kind, label, x, y, w, h}] (kind: desk, toilet, lift, entrance, stage), here {x, y} or null,
    highlights [booth ids], route [[x, y], …], stops [{n, x, y}], now (number of the current stop).
    Signal picked(booth id). */
Item {
    id: hall

    property var map: ({})
    property real zoom: 1
    property bool controls: (map.booths ?? []).length > 150
    property real drawn: 1
    readonly property real planWidth: map.width ?? 1
    readonly property real planHeight: map.height ?? 1
    readonly property real pad: 10
    readonly property real unit: Math.min((width - 2 * pad) / planWidth, (height - 2 * pad) / planHeight) * zoom
    readonly property real originX: Math.max(pad, (width - planWidth * unit) / 2)
    readonly property real originY: Math.max(pad, (height - planHeight * unit) / 2)
    readonly property var routePoints: (map.route ?? []).map(point => Qt.point(originX + point[0] * unit, originY + point[1] * unit))

    signal picked(string booth)

    implicitHeight: Math.min(740, width * planHeight / planWidth)
    Accessible.role: Accessible.Graphic
    Accessible.name: Words.tr("map.name", { "n": (map.booths ?? []).length })

    function boothAt(px: real, py: real): string {
        const x = (px - originX) / unit;
        const y = (py - originY) / unit;
        const hit = (map.booths ?? []).find(booth => x >= booth.x && x <= booth.x + booth.w && y >= booth.y && y <= booth.y + booth.h);
        return hit ? hit.id : "";
    }

    /** Bring the pin, or the first highlighted booth, into the middle after zooming. */
    function centre(): void {
        const booths = map.booths ?? [];
        const first = booths.find(booth => (map.highlights ?? []).includes(booth.id)) ?? map.here;
        if (!first)
            return;
        flick.contentX = Math.max(0, Math.min(flick.contentWidth - width, originX + first.x * unit - width / 2));
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - height, originY + first.y * unit - height / 2));
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.surface
    }
    Flickable {
        id: flick

        anchors.fill: parent
        contentWidth: Math.max(width, hall.planWidth * hall.unit + 2 * hall.pad)
        contentHeight: Math.max(height, hall.planHeight * hall.unit + 2 * hall.pad)
        interactive: hall.zoom > 1
        clip: hall.zoom > 1
        boundsBehavior: Flickable.StopAtBounds

        Canvas {
            id: plan

            width: flick.contentWidth
            height: flick.contentHeight
            renderStrategy: Canvas.Immediate
            onPaint: draw(getContext("2d"))

            Connections {
                target: hall
                function onMapChanged(): void { plan.requestPaint(); }
                function onUnitChanged(): void { plan.requestPaint(); }
            }
            Connections {
                target: Theme
                function onHighContrastChanged(): void { plan.requestPaint(); }
                function onFamilyChanged(): void { plan.requestPaint(); }
            }
            TapHandler {
                onTapped: point => {
                    const booth = hall.boothAt(point.position.x, point.position.y);
                    if (booth)
                        hall.picked(booth);
                }
            }

            function rounded(context: var, x: real, y: real, w: real, h: real, r: real): void {
                context.beginPath();
                context.roundedRect(x, y, w, h, r, r);
            }

            function draw(context: var): void {
                const map = hall.map;
                const unit = hall.unit;
                const left = hall.originX;
                const top = hall.originY;
                context.reset();
                context.lineCap = "round";
                context.strokeStyle = String(Theme.ink2);
                context.lineWidth = 5;
                for (const wall of map.walls ?? []) {
                    context.beginPath();
                    wall.forEach((point, index) => index ? context.lineTo(left + point[0] * unit, top + point[1] * unit)
                        : context.moveTo(left + point[0] * unit, top + point[1] * unit));
                    context.stroke();
                }
                const bright = new Set(map.highlights ?? []);
                context.textAlign = "center";
                context.textBaseline = "middle";
                for (const place of map.places ?? []) {
                    const open = place.kind === "entrance";
                    if (!open) {
                        rounded(context, left + place.x * unit, top + place.y * unit, place.w * unit, place.h * unit, 10);
                        context.fillStyle = String(Theme.sunk);
                        context.fill();
                    }
                    context.fillStyle = String(Theme.ink2);
                    context.font = Math.max(18, Math.min(28, Math.round(place.h * unit * 0.5))) + "px '" + Theme.family + "'";
                    context.fillText(place.label, left + (place.x + place.w / 2) * unit, top + (place.y + place.h / 2) * unit);
                }
                const booths = map.booths ?? [];
                const gap = unit > 12 ? 3 : 1;
                // The darker ground joins neighbouring stands into a block.
                context.fillStyle = String(Theme.highContrast ? "#555555" : Theme.block);
                for (const booth of booths)
                    context.fillRect(left + booth.x * unit - gap, top + booth.y * unit - gap, booth.w * unit + 2 * gap, booth.h * unit + 2 * gap);
                for (const booth of booths) {
                    const x = left + booth.x * unit + gap;
                    const y = top + booth.y * unit + gap;
                    const w = booth.w * unit - 2 * gap;
                    const h = booth.h * unit - 2 * gap;
                    const on = bright.has(booth.id);
                    context.fillStyle = String(on ? Theme.accent : Theme.sunk);
                    if (w > 24) {
                        rounded(context, x, y, w, h, Math.min(8, w / 6));
                        context.fill();
                    } else {
                        context.fillRect(x, y, w, h);
                    }
                    if (w > 34 || on) {
                        const size = Math.max(14, Math.min(30, Math.round(Math.min(w * 0.42, h * 0.6))));
                        context.font = (on ? "bold " : "") + size + "px '" + Theme.family + "'";
                        context.fillStyle = String(on ? Theme.accentInk : Theme.ink2);
                        if (w > 34)
                            context.fillText(booth.label ?? booth.id, x + w / 2, y + h / 2);
                    }
                }
            }
        }
        Shape {
            anchors.fill: parent
            visible: hall.routePoints.length > 1
            preferredRendererType: Shape.CurveRenderer

            ShapePath {
                strokeColor: Theme.surface
                strokeWidth: 26
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                fillColor: "transparent"
                trim.end: hall.drawn

                PathPolyline { path: hall.routePoints }
            }
            ShapePath {
                strokeColor: Theme.accent
                strokeWidth: 16
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                fillColor: "transparent"
                trim.end: hall.drawn

                PathPolyline { path: hall.routePoints }
            }
        }
        Repeater {
            model: hall.map.stops ?? []

            Rectangle {
                required property var modelData
                readonly property bool now: modelData.n === (hall.map.now ?? 1)

                x: hall.originX + modelData.x * hall.unit - 28
                y: hall.originY + modelData.y * hall.unit - 28
                width: 56
                height: 56
                radius: 28
                color: now ? Theme.accent : Theme.surface
                border.width: 6
                border.color: now ? Theme.surface : Theme.accent

                Copy {
                    anchors.centerIn: parent
                    text: parent.modelData.n
                    spoken: false
                    bold: true
                    level: 30
                    color: parent.now ? Theme.accentInk : Theme.accentDeep
                }
            }
        }
        Item {
            visible: !!hall.map.here
            x: hall.originX + (hall.map.here?.x ?? 0) * hall.unit
            y: hall.originY + (hall.map.here?.y ?? 0) * hall.unit

            Rectangle {
                anchors.centerIn: parent
                width: 68
                height: 68
                radius: 34
                color: "#40E4572E"
            }
            Rectangle {
                anchors.centerIn: parent
                width: 46
                height: 46
                radius: 23
                color: Theme.warm
                border.width: 6
                border.color: "#FFFFFF"
            }
            Rectangle {
                readonly property bool flip: parent.x < width + 60

                x: flip ? 46 : -46 - width
                anchors.verticalCenter: parent.verticalCenter
                width: here.implicitWidth + 28
                height: 54
                radius: 10
                color: Theme.warmDeep

                Rectangle {
                    x: parent.flip ? -6 : parent.width - 10
                    anchors.verticalCenter: parent.verticalCenter
                    width: 16
                    height: 16
                    rotation: 45
                    color: Theme.warmDeep
                }
                Copy {
                    id: here

                    anchors.centerIn: parent
                    text: Words.tr("map.here")
                    bold: true
                    level: 28
                    color: "#FFFFFF"
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: "transparent"
        border.width: hall.map.walls ? 0 : 5
        border.color: Theme.ink2
    }
    Row {
        visible: hall.controls
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: 16
        spacing: 16

        KeyButton {
            glyph: "minus"
            text: Words.tr("map.smaller")
            enabled: hall.zoom > 1
            onClicked: hall.zoom = Math.max(1, hall.zoom - 1)
        }
        KeyButton {
            glyph: "plus"
            text: Words.tr("map.larger")
            enabled: hall.zoom < 4
            onClicked: {
                hall.zoom += 1;
                hall.centre();
            }
        }
    }
    NumberAnimation on drawn {
        running: Theme.routeDraw > 0
        from: 0
        to: 1
        duration: Theme.routeDraw
        easing.type: Easing.InOutQuad
    }
}
