pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A document on the reader, or its number typed.

    view: digits, problem ("", "check_digit", "unreadable", "expired"), can_confirm, busy, reader (bool: a reader is there).
    acts: digit {digit} (0-9 or X), erase, confirm, been_before. */
NumberPage {
    heading: Words.tr("document.heading")
    sub: Words.tr(view.reader ? "document.sub_reader" : "document.sub")
    label: Words.tr("document.heading")
    extra: "X"
}
