pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** May a face be kept for next time: separate from everything else, and each step further is a question of its own.

    view: rows [{icon, title, text}], in the words of the consent texts that will be named; scopes [{value, label, on,
    can}], none ticked beforehand; notice.
    acts: scope {scope}, consent {given}, read_aloud. */
ConsentPage {
    id: page

    heading: Words.tr("face_offer.heading")
    sub: Words.tr("face_offer.sub")
    refuse: Words.tr("face_offer.no")
    agree: Words.tr("face_offer.yes")
    rows: view.rows ?? []
    choices: ButtonRow {
        Repeater {
            model: (page.view.scopes ?? []).length

            TickKey {
                required property int index
                readonly property var scope: page.view.scopes?.[index] ?? ({})

                Layout.fillWidth: true
                Layout.preferredWidth: 1
                enabled: scope.can ?? true
                checked: scope.on ?? false
                text: scope.label ?? ""
                onClicked: page.act("scope", { "scope": scope.value })
            }
        }
    }
    onAnswered: given => act("consent", { "given": given })
}
