"""What the floor plan's editor says, in the language of the page: it comes with the page as data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from jobfair.text import Bilingual, in_language
from server.core.templatetags.words import current_language


def words() -> dict[str, Any]:
    """By the names that the scripts use; {n} and the like are filled there."""
    return {
        **_tools(),
        **_panel(),
        **_checks(),
        **_saving(),
        "places": {
            "desk": {"zh": "服务台", "en": "Service desk"},
            "toilet": {"zh": "洗手间", "en": "Toilets"},
            "lift": {"zh": "电梯", "en": "Lift"},
            "stairs": {"zh": "楼梯", "en": "Stairs"},
            "water": {"zh": "饮水处", "en": "Drinking water"},
            "first_aid": {"zh": "医务点", "en": "First aid"},
        },
    }


def _tools() -> dict[str, str]:
    return {
        "hint_select": _("Click to select, drag to move. Arrow keys move by 0.5 m."),
        "hint_booth": _("Drag a booth, or click for the usual size."),
        "hint_block": _("Drag over the floor: booths fill it, numbered downwards."),
        "hint_wall": _("Drag from end to end."),
        "hint_door": _("Drag along a wall, or click on it."),
        "hint_kiosk": _("Click where the kiosk stands."),
        "hint_place": _("Drag a place: desk, toilets, lift."),
        "hint_hall": _("Drag a hall; its walls are drawn with it."),
        "hint_measure": _("Drag from one point to another."),
        "drawn": _("Drawn."),
        "removed": _("Deleted. Undo brings it back."),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "moved": _("Moved."),
        "not_found": _("There is no booth of this number."),
        "all_halls": _("All halls"),
    }


def _panel() -> dict[str, str]:
    return {
        "kind_hall": _("Hall"),
        "kind_wall": _("Wall"),
        "kind_booth": _("Booth"),
        "kind_door": _("Door"),
        "kind_kiosk": in_language(
            Bilingual(zh="自助机", en="Kiosk"), current_language()
        ),  # these two head columns elsewhere
        "kind_facility": in_language(Bilingual(zh="设施", en="Place"), current_language()),
        "kind_scale": _("Scale"),
        "place_desk": _("Service desk"),
        "place_toilet": _("Toilets"),
        "place_lift": _("Lift"),
        "place_stairs": _("Stairs"),
        "place_water": _("Drinking water"),
        "place_first_aid": _("First aid"),
        "place_other": _("Something else"),
        "use": _("Use"),
        "use_entrance": _("Entrance"),
        "use_exit": _("Exit"),
        "use_passage": _("Passage between halls"),
        "leads_to": _("Leads to, where halls lie apart"),
        "nowhere": _("Nothing else"),
        "metres_there": _("Metres to there"),
        "nothing_selected": _("Nothing is selected. Click a booth, or type its number above."),
        "several": _("{n} selected"),
        "arrows": _("Arrow keys move them by 0.5 m."),
        "selected_arrows": _("Selected. Arrow keys move it by 0.5 m."),
        "said": _("{kind} {name}, {w} by {h} m, {x} m from the left, {y} m from the top."),
        "nearest": _("The nearest aisle is {n} m."),
        "number": _("Number"),
        "bad_number": _("Letters, figures, dots and hyphens only."),
        "employer": _("Employer"),
        "nobody": _("Nobody"),
        "width": _("Width"),
        "depth": _("Depth"),
        "length": _("Length"),
        "unit": _("m"),
        "metres": _("{n} m"),
        "needs": _("Needs"),
        "power": _("Power"),
        "low_counter": _("Low counter"),
        "step_free": _("Step-free"),
        "name_zh": _("Name in Chinese"),
        "name_en": _("Name in English"),
        "remove": _("Delete"),
        "layer": _("Layer"),
        "lines": _("Lines"),
        "closed": _("Closed"),
        "means": _("It is"),
        "leave_out": _("Leave out"),
        "unit_said": _("The file says: one unit is {n} m."),
        "unit_missing": _("The file does not say its unit: fill in one of these."),
    }


def _checks() -> dict[str, str]:
    return {
        "level_blocks": _("Blocks publishing: "),
        "level_warns": _("Warning: "),
        "level_note": _("Note: "),
        "show_me": _("Show me"),
        "move_it": _("Move it for me"),
        "all_step_free": _("All booths are step-free"),
        "tour_result": _("{order}: {n} m, about {minutes} min."),
    }


def _saving() -> dict[str, str]:
    return {
        "draft": _("Draft {n}, saved {at}"),
        "no_draft": _("As published"),
        "saving": _("Saving"),
        "not_saved": _("Not saved yet. Your changes are on this page."),
        "server_failed": _("The server does not answer. Your changes are on this page."),
        "conflict": _("{who} saved draft {n} at {at}. Yours is still on this page."),
        "publish": _("Publish"),
        "publish_one": _("Publish to 1 kiosk"),
        "publish_to": _("Publish to {n} kiosks"),
        "publishing": _("Publishing"),
        "published": _("Published. Kiosks fetch it within a minute."),
        "have": _("{have} of {n} kiosks have it"),
        "no_kiosks": _("No kiosk is paired yet"),
        "blocked": _("{n} findings block publishing"),
        "blocked_one": _("1 finding blocks publishing"),
        "imported": _("Taken over from the file. Undo brings the former plan back."),
    }
