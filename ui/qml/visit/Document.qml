pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A document on the reader or before the camera, or its number typed; the same page when a new seeker adds one.

    view: kinds, kind, keys ("digits", "x", "letters", "none"), digits, problem ("", "check_digit", "form",
    "unreadable"), can_confirm, reader (bool: a reader is there), by_camera (bool: the camera reads documents here),
    camera_on, film, registering.
    acts: kind {kind}, camera (on or off), digit {digit}, clear, erase, confirm, been_before. */
NumberPage {
    heading: Words.tr(view.registering ? "register_document.heading" : "document.heading")
    sub: Words.tr(view.camera_on ? "document.sub_camera" : view.reader ? "document.sub_reader" : "document.sub." + (view.kind ?? "resident_id"))
    label: Words.tr("document.kind." + (view.kind ?? "resident_id"))
    keys: view.keys ?? "x"
    choices: (view.kinds ?? []).map(kind => ({ "value": kind, "label": Words.tr("document.kind." + kind) }))
    chosen: view.kind ?? ""
    byCamera: view.by_camera ?? false
    otherText: Words.tr(view.registering ? "register_document.without" : "looking.other_way")
    otherAct: view.registering ? "back" : "been_before"
}
