pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import ".."

/** A hall's plan, drawn crisp at any size; 120 to 1,000 booths in one canvas, the route and the pin above it.

    map keys (metres, origin top left): width, height, booths [{id, label, x, y, w, h, ring}] (ring: the outline
    [[x, y], …] of those that are not upright boxes), walls [[[x, y], …], …], doors [[[x, y], …], …],
    places [{kind, label, x, y, w, h}] (kind: desk, toilet, lift, entrance, stage), here {x, y} or null,
    highlights [booth ids], routes [[[x, y], …], …], stops [{n, x, y}], now (number of the current stop).
    Signal picked(booth id). */
Item {
    id: hall

    property var map: ({})
    property real zoom: 1
    property bool controls: (map.booths ?? []).length > 150
    property real drawn: 1
    readonly property real planWidth: map.width ?? 1
    readonly property real planHeight: map.height ?? 1
    readonly property real pad: 14
    // What is drawn: the stands, places, doors and the way, with an aisle round them. Walls beyond move in to its edge.
    readonly property rect seen: seenPart()
    readonly property real unit: Math.min((width - 2 * pad) / seen.width, (height - 2 * pad) / seen.height) * zoom
    readonly property real originX: Math.max(pad, (width - seen.width * unit) / 2)
    readonly property real originY: Math.max(pad, (height - seen.height * unit) / 2)
    readonly property var routes: (map.routes ?? (map.route ? [map.route] : [])).filter(route => route.length > 1)
    readonly property var routePaths: routes.map(route => route.map(point => Qt.point(xOf(point[0]), yOf(point[1]))))
    readonly property real widest: 6
    // Of another route, not of another language: then what was zoomed stays.
    readonly property string shownRoute: JSON.stringify([planWidth, planHeight, routes])

    signal picked(string booth)

    implicitHeight: (width - 2 * pad) * seen.height / seen.width + 2 * pad
    Accessible.role: Accessible.Graphic
    Accessible.name: Words.tr("map.name", { "n": (map.booths ?? []).length })

    function seenPart(): rect {
        const booths = map.booths ?? [];
        if (booths.length === 0)
            return Qt.rect(0, 0, planWidth, planHeight);
        const spots = routes.reduce((all, route) => all.concat(route), (map.stops ?? []).map(stop => [stop.x, stop.y]))
            .concat(map.here ? [[map.here.x, map.here.y]] : []);
        // A way out goes through its door: that stands in the wall, where the hall ends.
        const doors = (map.doors ?? []).reduce((all, door) => all.concat(door), []);
        const all = booths.concat(spots.concat(doors).map(([x, y]) => ({ "x": x, "y": y, "w": 0, "h": 0 })));
        const aisle = 2.6;
        const left = Math.max(0, Math.min(...all.map(box => box.x)) - aisle);
        const right = Math.min(planWidth, Math.max(...all.map(box => box.x + box.w)) + aisle);
        const high = all.concat(map.places ?? []);
        const top = Math.max(0, Math.min(...high.map(box => box.y)) - aisle);
        const bottom = Math.min(planHeight, Math.max(...high.map(box => box.y + box.h)) + aisle);
        return Qt.rect(left, top, right - left, bottom - top);
    }

    function xOf(x: real): real {
        return originX + (Math.max(seen.left, Math.min(seen.right, x)) - seen.left) * unit;
    }

    function yOf(y: real): real {
        return originY + (Math.max(seen.top, Math.min(seen.bottom, y)) - seen.top) * unit;
    }

    /** The walls of this hall, piece by piece, in metres: what lies beside it belongs to another. */
    function wallPieces(): var {
        const pieces = [];
        for (const wall of map.walls ?? []) {
            for (let index = 1; index < wall.length; ++index) {
                const [ax, ay] = wall[index - 1];
                const [bx, by] = wall[index];
                if (Math.max(ax, bx) < 0 || Math.min(ax, bx) > planWidth || Math.max(ay, by) < 0 || Math.min(ay, by) > planHeight)
                    continue;
                const piece = [ax, ay, bx, by].map((at, axis) => Math.max(0, Math.min(axis % 2 ? planHeight : planWidth, at)));
                if (piece[0] !== piece[2] || piece[1] !== piece[3])
                    pieces.push(piece);
            }
        }
        return pieces;
    }

    function boothAt(px: real, py: real): string {
        const x = (px - originX) / unit + seen.left;
        const y = (py - originY) / unit + seen.top;
        const hit = (map.booths ?? []).find(booth => x >= booth.x && x <= booth.x + booth.w && y >= booth.y && y <= booth.y + booth.h
            && (!booth.ring || within(booth.ring, x, y)));
        return hit ? hit.id : "";
    }

    /** Whether the point lies in the outline. */
    function within(ring: var, x: real, y: real): bool {
        let inside = false;
        for (let n = 0, m = ring.length - 1; n < ring.length; m = n++) {
            const [ax, ay] = ring[n];
            const [bx, by] = ring[m];
            if ((ay > y) !== (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax)
                inside = !inside;
        }
        return inside;
    }

    /** On a large plan the whole route fills the room, so that its booths can be read. */
    function showRoute(): void {
        zoom = 1;
        flick.contentX = flick.contentY = 0;
        if (!controls || routes.length === 0)
            return;
        const points = routes.reduce((all, route) => all.concat(route), (map.stops ?? []).map(stop => [stop.x, stop.y]));
        const xs = points.map(point => xOf(point[0]));
        const ys = points.map(point => yOf(point[1]));
        const left = Math.min(...xs) - 90;
        const top = Math.min(...ys) - 90;
        const wide = Math.max(...xs) + 90 - left;
        const high = Math.max(...ys) + 90 - top;
        const fitting = Math.min(widest, width / wide, height / high);
        if (fitting < 1.15)
            return;
        const middle = [(left + wide / 2 - originX) / unit, (top + high / 2 - originY) / unit];
        zoom = fitting;
        flick.contentX = Math.max(0, Math.min(flick.contentWidth - width, originX + middle[0] * unit - width / 2));
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - height, originY + middle[1] * unit - height / 2));
    }

    onShownRouteChanged: Qt.callLater(showRoute)

    /** Bring the pin, or the first highlighted booth, into the middle after zooming. */
    function centre(): void {
        const booths = map.booths ?? [];
        const first = booths.find(booth => (map.highlights ?? []).includes(booth.id)) ?? map.here;
        if (!first)
            return;
        flick.contentX = Math.max(0, Math.min(flick.contentWidth - width, xOf(first.x) - width / 2));
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - height, yOf(first.y) - height / 2));
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.surface
    }
    Flickable {
        id: flick

        anchors.fill: parent
        contentWidth: Math.max(width, hall.seen.width * hall.unit + 2 * hall.pad)
        contentHeight: Math.max(height, hall.seen.height * hall.unit + 2 * hall.pad)
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

            function outlined(context: var, ring: var): void {
                context.beginPath();
                ring.forEach(([x, y], n) => n ? context.lineTo(hall.xOf(x), hall.yOf(y)) : context.moveTo(hall.xOf(x), hall.yOf(y)));
                context.closePath();
            }

            function rounded(context: var, x: real, y: real, w: real, h: real, r: real): void {
                context.beginPath();
                context.roundedRect(x, y, w, h, r, r);
            }

            function draw(context: var): void {
                const map = hall.map;
                const unit = hall.unit;
                context.reset();
                context.lineCap = "round";
                context.strokeStyle = String(Theme.ink2);
                context.lineWidth = 5;
                // What the edge has swallowed is not drawn.
                const pieces = hall.wallPieces().filter(([ax, ay, bx, by]) =>
                    Math.abs(hall.xOf(ax) - hall.xOf(bx)) + Math.abs(hall.yOf(ay) - hall.yOf(by)) > 12);
                const ends = new Map();
                for (const [ax, ay, bx, by] of pieces) {
                    context.beginPath();
                    context.moveTo(hall.xOf(ax), hall.yOf(ay));
                    context.lineTo(hall.xOf(bx), hall.yOf(by));
                    context.stroke();
                    for (const [x, y] of [[ax, ay], [bx, by]])
                        ends.set(x + " " + y, (ends.get(x + " " + y) ?? 0) + 1);
                }
                // A short stroke across each open end: a door.
                for (const [ax, ay, bx, by] of pieces) {
                    for (const [x, y] of [[ax, ay], [bx, by]]) {
                        if (ends.get(x + " " + y) > 1 || ([0, hall.planWidth].includes(x) && [0, hall.planHeight].includes(y)))
                            continue;
                        const across = ay === by ? [0, 11] : [11, 0];
                        context.beginPath();
                        context.moveTo(hall.xOf(x) - across[0], hall.yOf(y) - across[1]);
                        context.lineTo(hall.xOf(x) + across[0], hall.yOf(y) + across[1]);
                        context.stroke();
                    }
                }
                const bright = new Set(map.highlights ?? []);
                context.textAlign = "center";
                context.textBaseline = "middle";
                const taken = [];
                for (const place of unit < 9 ? [] : map.places ?? []) {
                    const open = place.kind === "entrance";
                    const size = open ? 26 : Math.max(20, Math.min(28, Math.round(place.h * unit * 0.5)));
                    context.font = size + "px '" + Theme.family + "'";
                    const high = Math.max(place.h * unit, size + 16);
                    const wide = Math.max(place.w * unit, context.measureText(place.label).width + 28);
                    const far = hall.xOf(hall.seen.right) - 8 - wide / 2;
                    const x = Math.max(hall.xOf(hall.seen.left) + 8 + wide / 2, Math.min(far, hall.xOf(place.x + place.w / 2)));
                    let y = Math.min(hall.yOf(place.y + place.h / 2), hall.yOf(hall.seen.bottom) - 8 - high / 2);
                    // Two long labels side by side: the later one moves up.
                    while (taken.some(other => Math.abs(other.x - x) < (other.wide + wide) / 2 && Math.abs(other.y - y) < (other.high + high) / 2))
                        y -= high / 2;
                    taken.push({ "x": x, "y": y, "wide": wide, "high": high });
                    if (!open) {
                        rounded(context, x - wide / 2, y - high / 2, wide, high, 10);
                        context.fillStyle = String(Theme.sunk);
                        context.fill();
                    }
                    context.fillStyle = String(Theme.ink2);
                    context.fillText(place.label, x, y);
                }
                const booths = map.booths ?? [];
                const gap = unit > 22 ? 3 : unit > 12 ? 2 : 1;
                // The darker ground joins neighbouring stands into a block.
                context.fillStyle = String(Theme.highContrast ? "#555555" : Theme.block);
                for (const booth of booths.filter(booth => !booth.ring))
                    context.fillRect(hall.xOf(booth.x) - gap, hall.yOf(booth.y) - gap, booth.w * unit + 2 * gap, booth.h * unit + 2 * gap);
                for (const booth of booths) {
                    const x = hall.xOf(booth.x) + gap;
                    const y = hall.yOf(booth.y) + gap;
                    const w = booth.w * unit - 2 * gap;
                    const h = booth.h * unit - 2 * gap;
                    const on = bright.has(booth.id);
                    context.fillStyle = String(on ? Theme.accent : Theme.sunk);
                    if (booth.ring) {
                        outlined(context, booth.ring);
                        context.fill();
                        context.strokeStyle = String(Theme.highContrast ? "#555555" : Theme.block);
                        context.lineWidth = 2 * gap;
                        context.stroke();
                    } else if (w > 24) {
                        rounded(context, x, y, w, h, Math.min(8, w / 6));
                        context.fill();
                    } else {
                        context.fillRect(x, y, w, h);
                    }
                    if (w > 34 || on) {
                        const size = Math.max(14, Math.min(30, Math.round(Math.min(w * 0.5, h * 0.6))));
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
            visible: hall.routePaths.length > 0
            preferredRendererType: Shape.CurveRenderer

            ShapePath {
                strokeColor: Theme.surface
                strokeWidth: 26
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                fillColor: "transparent"
                trim.end: hall.drawn

                PathMultiline { paths: hall.routePaths }
            }
            ShapePath {
                strokeColor: Theme.accent
                strokeWidth: 16
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                fillColor: "transparent"
                trim.end: hall.drawn

                PathMultiline { paths: hall.routePaths }
            }
        }
        Repeater {
            model: hall.map.stops ?? []

            Rectangle {
                required property var modelData
                readonly property bool now: modelData.n === (hall.map.now ?? 1)

                // As wide as the aisle lets it: the numbers of the stands beside it stay in sight.
                x: hall.xOf(modelData.x) - radius
                y: hall.yOf(modelData.y) - radius
                width: Math.max(40, Math.min(56, 2.8 * hall.unit))
                height: width
                radius: width / 2
                color: now ? Theme.accent : Theme.surface
                border.width: width > 46 ? 6 : 4
                border.color: now ? Theme.surface : Theme.accent

                Copy {
                    anchors.centerIn: parent
                    text: parent.modelData.n
                    spoken: false
                    bold: true
                    level: parent.width * 0.54
                    color: parent.now ? Theme.accentInk : Theme.accentDeep
                }
            }
        }
        HerePin {
            visible: !!hall.map.here
            x: hall.xOf(hall.map.here?.x ?? 0)
            y: hall.yOf(hall.map.here?.y ?? 0)
            flip: x - flick.contentX < labelWidth + 56
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
        id: keys

        // Not over the place where the route begins.
        readonly property bool inTheWay: [hall.map.here, (hall.map.stops ?? [])[0]].some(at => !!at
            && hall.xOf(at.x) - flick.contentX > hall.width - width - 60 && hall.yOf(at.y) - flick.contentY < height + 60)

        visible: hall.controls
        x: parent.width - width - 16
        y: inTheWay ? parent.height - height - 16 : 16
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
            enabled: hall.zoom < hall.widest
            onClicked: {
                hall.zoom = Math.min(hall.widest, hall.zoom + 1);
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
