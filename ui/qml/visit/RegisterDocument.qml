pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** A new seeker adds a document, to be found by it next time. view and acts: as Document's, with `back`. */
Document {
}
