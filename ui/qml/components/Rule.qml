pragma ComponentBehavior: Bound
import QtQuick
import ".."

/** A soft line between rows. */
Rectangle {
    width: parent ? parent.width : 0
    height: Theme.soft
    color: Theme.line
}
