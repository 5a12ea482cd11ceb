pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."

/** Actions side by side; give a button Layout.preferredWidth to share the row otherwise than equally. */
RowLayout {
    width: parent ? parent.width : 0
    spacing: Theme.gutter
    uniformCellSizes: false
}
