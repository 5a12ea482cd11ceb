pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** Words that must fit their place: in the size asked for where they do, else in a smaller one. No English word is broken.

    `room` (px wide) and `high` (px, 0: any) are the place; `most` lines (0: any). One line in four fifths of the size is
    better than two, and so are the lines that the text itself has; below `least` it is not made smaller: then what is too much is cut, with dots. */
Copy {
    id: fitted

    property int asked: Theme.body
    property int least: Math.min(asked, 28)
    property real room: 0
    property real high: 0
    property int most: 0
    /** How wide it would be in one line in the size asked for: does not depend on `room`. */
    readonly property real natural: Math.ceil(widthOf(text)) + 1

    level: fit()
    wrapMode: Text.WordWrap
    maximumLineCount: most > 0 ? most : 99
    elide: Text.ElideRight

    function widthOf(words: string): real {
        return Math.max(0, ...words.split("\n").map(line => metrics.advanceWidth(line)));
    }

    /** What a line may not break within: a word of letters with the blank behind it; one Chinese sign with its point. */
    function pieces(line: string): var {
        return line.match(/[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][\u3001\u3002\uff01\uff0c\uff1a\uff1f\uff09\u2060]*|\s+/g) ?? [];
    }

    function linesAt(size: real): int {
        const scale = size / asked;
        let lines = 0;
        for (const line of text.split("\n")) {
            let used = 0;
            ++lines;
            for (const piece of pieces(line)) {
                const wide = metrics.advanceWidth(piece.trim()) * scale;
                if (wide > room)
                    return 1000;
                if (used > 0 && used + wide > room) {
                    ++lines;
                    used = 0;
                }
                used += metrics.advanceWidth(piece) * scale;
            }
        }
        return lines;
    }

    /** Pixels that so many lines take. */
    function heightOf(lines: int, size: int): real {
        return lines * Math.round(size * Theme.leading(size));
    }

    function heightAt(size: int): real {
        return text === "" ? 0 : heightOf(linesAt(size), size);
    }

    function fits(size: int): bool {
        const lines = linesAt(size);
        // The air above the first line and below the last may go over the edge.
        return lines < 1000 && (most === 0 || lines <= most) && (high <= 0 || heightOf(lines, size) - size * 0.25 <= high);
    }

    function fit(): int {
        const single = Math.min(asked, Math.floor(asked * (room - 2) / natural));
        const shorter = single >= Math.max(least, asked * 0.8) && fits(single);
        if (text === "" || room <= 0 || (fits(asked) && !(shorter && text.includes("\n"))))
            return asked;
        if (shorter)
            return single;
        for (let size = asked - 2; size > least; size -= 2) {
            if (fits(size))
                return size;
        }
        return least;
    }

    FontMetrics {
        id: metrics

        font.family: fitted.font.family
        font.pixelSize: Math.max(1, fitted.asked)
        font.weight: fitted.bold ? Font.Bold : Font.Normal
    }
}
