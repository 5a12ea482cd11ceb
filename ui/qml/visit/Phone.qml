pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import ".."
import "../components"

/** The phone number given at registration.

    view: digits (as typed, spaced), problem ("", "not_a_phone"), can_confirm, countries, country ("+" for others).
    acts: country {country}, digit {digit}, clear, erase, confirm, been_before. */
NumberPage {
    heading: Words.tr("phone.heading")
    sub: Words.tr("phone.sub")
    label: Words.tr("phone.heading")
    choice: "country"
    choiceColumns: 5
    choices: (view.countries ?? []).map(code => ({ "value": code, "label": code === "+" ? Words.tr("phone.other_country") : code }))
    chosen: view.country ?? ""
}
