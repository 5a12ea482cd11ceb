pragma Singleton
import QtQuick

/** The texts of the screen in the language of the moment. ui/words.py is the source; a change of language re-evaluates
    every binding that called tr(). */
QtObject {
    id: words

    property var source: null
    readonly property string language: source ? source.language : "zh"
    readonly property var table: source ? JSON.parse(source.table_json) : ({})

    /** The text of `key` with {placeholders} filled from `args`; `key.one` where args.n is 1. A missing key shows itself. */
    function tr(key: string, args: var): string {
        let text = args && args.n === 1 ? table[key + ".one"] : undefined;
        text = text ?? table[key] ?? key;
        if (args) {
            for (const name in args)
                text = text.split("{" + name + "}").join(args[name]);
        }
        return text;
    }

    function has(key: string): bool {
        return table[key] !== undefined;
    }
}
