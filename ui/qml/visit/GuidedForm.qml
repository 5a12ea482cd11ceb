pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** One question at a time: choices before typing, every question may be skipped.

    view: key (question), index, count, kind ("text", "choice", "choices", "number", "date"), value, hint,
    suggestions [{value, label, on}], can_skip, can_go_on, problem (key), last (bool).
    acts: edit {value}, pick {value}, skip, next, previous. */
Page {
    id: page

    readonly property string key: view.key ?? "name"
    readonly property bool typed: !["choice", "choices"].includes(view.kind)
    readonly property bool ownWords: view.kind === "choices" && ["wish", "skills"].includes(key)

    /** Own words become one more choice. */
    function takeOwn(): void {
        const words = own.text.trim();
        own.text = "";
        if (words && !(view.suggestions ?? []).some(choice => choice.on && choice.value === words))
            act("pick", { "value": words });
    }

    heading: Words.tr("form." + key)
    sub: Words.has("form." + key + ".help") ? Words.tr("form." + key + ".help") : ""
    bodySpacing: Theme.tight ? 16 : 28
    topGap: Theme.tight ? 8 : 84
    actions: ButtonRow {
        ActionButton {
            visible: page.view.can_skip ?? true
            Layout.preferredWidth: 300
            implicitHeight: Theme.tight ? 112 : 128
            text: Words.tr("form.skip")
            onClicked: page.act("skip", {})
        }
        ActionButton {
            Layout.fillWidth: true
            implicitHeight: Theme.tight ? 112 : 128
            kind: "primary"
            enabled: page.view.can_go_on ?? true
            disabledReason: Words.tr("form.disabled")
            text: Words.tr(page.view.last ? "form.done" : "form.next")
            iconAfter: "arrow-right"
            onClicked: {
                page.takeOwn();
                page.act("next", {});
            }
        }
    }

    TextLine {
        id: field

        visible: page.typed
        width: page.bodyWidth
        focus: page.typed
        heading: ""
        spokenName: page.heading
        hint: page.view.hint ?? ""
        hints: page.view.kind === "number" ? Qt.ImhDigitsOnly : Qt.ImhNone
        text: page.view.value ?? ""
        problem: page.view.problem ? Words.tr("form.problem." + page.view.problem) : ""
        onEdited: text => page.act("edit", { "value": text })
        onDone: page.act("next", {})
    }
    Copy {
        visible: page.typed && choices.options.length > 0
        text: Words.tr("form.or_choose")
        color: Theme.ink2
    }
    ChoiceChips {
        id: choices

        total: page.bodyWidth
        columns: page.view.columns ?? 3
        value: page.view.value ?? ""
        options: page.view.suggestions ?? []
        onPicked: value => page.act("pick", { "value": value })
    }
    TextLine {
        id: own

        visible: page.ownWords
        width: page.bodyWidth
        hint: Words.tr("form.own")
        onDone: page.takeOwn()
    }
    Item {
        parent: page
        visible: Theme.portrait && !Theme.tight
        x: Theme.margin
        y: 16
        width: page.width - 2 * Theme.margin
        height: 48

        Copy {
            id: count

            anchors.verticalCenter: parent.verticalCenter
            text: Words.tr("form.count", { "index": page.view.index ?? 1, "count": page.view.count ?? 8 })
            color: Theme.ink2
        }
        ProgressLine {
            anchors.left: count.right
            anchors.leftMargin: 28
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            value: (page.view.index ?? 1) / (page.view.count ?? 8)
        }
    }
}
