pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A QR code from rows of "0" and "1"; always black on white, with its quiet zone. */
Canvas {
    id: qr

    property var rows: []

    implicitWidth: 320
    implicitHeight: 320
    Accessible.role: Accessible.Graphic
    Accessible.name: Words.tr("qr.name")
    onRowsChanged: requestPaint()
    onWidthChanged: requestPaint()
    onPaint: {
        const context = getContext("2d");
        const count = rows.length;
        context.fillStyle = "#FFFFFF";
        context.fillRect(0, 0, width, height);
        if (!count)
            return;
        // Whole pixels, so that no module is blurred.
        const cell = Math.floor(Math.min(width, height) / (count + 2));
        const edge = Math.floor((Math.min(width, height) - cell * count) / 2);
        context.fillStyle = "#16212B";
        for (let y = 0; y < count; y++) {
            for (let x = 0; x < count; x++) {
                if (rows[y][x] === "1")
                    context.fillRect(edge + x * cell, edge + y * cell, cell, cell);
            }
        }
    }
}
