"""Facts of the fair as short texts for the screen, in the language of the moment."""

from __future__ import annotations

from datetime import date, datetime

from jobfair.fair import Booth, Opening
from kiosk.desk import Hint
from ui.stage import Stage

_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class FairTexts:
    """Over one stage: what an employer is called here, what an opening pays."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def employer(self, booth: Booth | None) -> str:
        if booth is None or booth.employer is None:
            return ""
        return self._stage.text(self._stage.fair.employer_by_id[booth.employer].name)

    def title(self, opening: Opening) -> str:
        """Labelled where an agency is the employer of record: nobody should learn that only at the booth."""
        title = self._stage.text(opening.title)
        return self._stage.words.tr("opening.dispatch", {"title": title}) if opening.labour_dispatch else title

    def pay(self, opening: Opening) -> str:
        """6500–8000, with the month named; an empty text where nothing is said."""
        low, high = opening.salary_min, opening.salary_max
        if low is None and high is None:
            return ""
        say = self._stage.words.tr
        if low is not None and high is not None and low != high:
            return say("pay.range", {"low": self.number(low), "high": self.number(high)})
        if low is not None:
            return say("pay.from" if high is None else "pay.exact", {"n": self.number(low)})
        return say("pay.to", {"n": self.number(high or 0)})

    def number(self, number: int) -> str:
        return f"{number:,}" if self._stage.language == "en" else str(number)

    def hint(self, hint: Hint) -> str:
        """张**, and where that is several people: 张**（11月23日 14:05 登记）, 张** · 23 Nov 14:05."""
        name, say = hint.name, self._stage.words.tr
        if hint.registered is not None:
            at = hint.registered.astimezone()
            time = f"{at:%H:%M:%S}" if hint.seconds else f"{at:%H:%M}"
            month = str(at.month) if self._stage.language == "zh" else _MONTHS_EN[at.month - 1][:3]
            name = say("hint.minute", {"name": name, "month": month, "day": at.day, "time": time})
        # Letters of an id say nothing to her: they stand only behind a time, where two registered in one second.
        return say("hint.mark", {"name": name, "mark": hint.mark}) if hint.mark and hint.registered else name

    def day(self, moment: datetime | date) -> str:
        """3月21日 周六, Sat 21 March."""
        if self._stage.language == "zh":
            return f"{moment.month}月{moment.day}日 周{_WEEKDAYS_ZH[moment.weekday()]}"
        return f"{_DAYS_EN[moment.weekday()]} {moment.day} {_MONTHS_EN[moment.month - 1]}"

    def long_day(self, moment: datetime | date) -> str:
        """2026年9月20日, 20 September 2026."""
        if self._stage.language == "zh":
            return f"{moment.year}年{moment.month}月{moment.day}日"
        return f"{moment.day} {_MONTHS_EN[moment.month - 1]} {moment.year}"
