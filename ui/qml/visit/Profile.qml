pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** What is looked for, word by word: each can be taken away, and others added; the fair's own words before typing.

    view: sections [{key, label, chips [{value, label}], add (bool), source}], adding (field, "" while none is added),
    typed, choice (bool: nothing to type), suggestions [{value, label}], from_file (read from a résumé).
    acts: add {field}, remove {field, value}, edit {value}, pick {value}, close, show {page: "home"|"questions"}. */
Page {
    id: page

    readonly property bool adding: (view.adding ?? "") !== ""

    function take(): void {
        const words = field.text.trim();
        field.text = "";
        if (words)
            act("pick", { "value": words });
    }

    heading: adding ? Words.tr("wish.add." + view.adding) : Words.tr(view.from_file ? "wish.heading_read" : "wish.heading")
    sub: adding ? "" : Words.tr(view.from_file ? "wish.sub_read" : "wish.sub")
    bodySpacing: adding ? 24 : 16
    onAddingChanged: field.text = ""
    actions: ButtonRow {
        ActionButton {
            visible: !page.adding && !(page.view.from_file ?? false)
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: 112
            text: Words.tr("wish.ask")
            onClicked: page.act("show", { "page": "questions" })
        }
        ActionButton {
            visible: !page.adding
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            implicitHeight: 112
            text: Words.tr(page.view.from_file ? "wish.go_on" : "wish.booths")
            onClicked: page.act("show", { "page": "home" })
        }
        ActionButton {
            visible: page.adding
            Layout.fillWidth: true
            kind: "primary"
            implicitHeight: 112
            text: Words.tr("wish.close")
            onClicked: {
                page.take();
                page.act("close", {});
            }
        }
    }

    TextLine {
        id: field

        visible: page.adding && !(page.view.choice ?? false)
        width: page.bodyWidth
        hint: Words.tr("wish.type")
        spokenName: page.heading
        onEdited: text => page.act("edit", { "value": text })
        onDone: page.take()
    }
    ChoiceChips {
        visible: page.adding
        total: page.bodyWidth
        columns: page.view.choice || Words.language === "en" ? 2 : 3
        options: page.adding ? page.view.suggestions ?? [] : []
        onPicked: value => {
            field.text = "";
            page.act("pick", { "value": value });
        }
    }
    Repeater {
        model: page.adding ? 0 : (page.view.sections ?? []).length

        Item {
            id: section

            required property int index
            readonly property var entry: page.view.sections?.[index] ?? ({})

            width: page.bodyWidth
            height: Math.max(chips.height, label.height) + (source.visible ? source.height + 4 : 0)

            Copy {
                id: label

                width: Theme.largeType ? 240 : 200
                height: Math.max(96, implicitHeight)
                text: section.entry.label ?? ""
                color: Theme.ink2
                verticalAlignment: Text.AlignVCenter
            }
            Flow {
                id: chips

                anchors.left: label.right
                anchors.right: parent.right
                spacing: 12

                Repeater {
                    model: (section.entry.chips ?? []).length

                    Pressable {
                        id: chip

                        required property int index
                        readonly property var word: section.entry.chips?.[index] ?? ({})

                        height: 96
                        width: Math.min(chips.width, name.implicitWidth + 116)
                        padding: 20
                        corner: 20
                        text: Words.tr("wish.remove", { "word": word.label ?? "" })
                        onClicked: page.act("remove", { "field": section.entry.key, "value": word.value })

                        contentItem: Item {
                            Copy {
                                id: name

                                anchors.left: parent.left
                                anchors.leftMargin: 8
                                anchors.right: cross.left
                                anchors.rightMargin: 16
                                anchors.verticalCenter: parent.verticalCenter
                                text: chip.word.label ?? ""
                                spoken: false
                                level: Math.min(Theme.body, 42)
                                elide: Text.ElideRight
                                maximumLineCount: 1
                            }
                            Icon {
                                id: cross

                                anchors.right: parent.right
                                anchors.verticalCenter: parent.verticalCenter
                                name: "close"
                                size: 32
                                color: Theme.ink2
                            }
                        }
                    }
                }
                KeyButton {
                    visible: section.entry.add ?? false
                    width: 96
                    height: 96
                    glyph: "plus"
                    text: Words.tr("wish.add." + section.entry.key)
                    onClicked: page.act("add", { "field": section.entry.key })
                }
            }
            Copy {
                id: source

                visible: text !== ""
                anchors.left: label.right
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                text: section.entry.source ?? ""
                level: Theme.small
                color: Theme.ink2
            }
        }
    }
}
