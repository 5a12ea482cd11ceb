"""The DET curve of a calibration as a PNG: false matches against false non-matches, on normal-deviate axes.

(Martin, Doddington and others, The DET curve in assessment of detection task performance, Eurospeech 1997.)
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from statistics import NormalDist
from typing import Any

from jobfair.errors import ConfigError
from kiosk.identity.calibration import Calibration, Comparisons

TICKS = (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.2, 0.4)
NAMES = ("1 in 10⁶", "1 in 10⁵", "1 in 10⁴", "0.1 %", "1 %", "5 %", "20 %", "40 %")
CAPTION_WIDTH = 125

LEAST = 2e-7
"""A normal deviate has no place for 0: what was never seen is left out of the curve."""


def draw(calibration: Calibration, path: Path) -> None:
    """Raises ImportError without the extra ``calibrate``, ConfigError where the picture cannot be written."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 7), dpi=120)
    lines = (
        ("3 enrolled pictures, 2 probe pictures", "#0b5cad", "-", calibration.kiosk),
        ("1 picture against 1", "#a34a00", "--", calibration.single),
    )
    for label, colour, style, comparisons in lines:
        _curve(axes, label, colour, style, comparisons)
    at = [_deviate(tick) for tick in TICKS]
    axes.set_xticks(at, NAMES)
    axes.set_yticks(at[2:], NAMES[2:])
    axes.set_xlim(_deviate(LEAST), _deviate(0.4))
    axes.set_ylim(_deviate(5e-5), _deviate(0.4))
    axes.tick_params(axis="x", labelsize=9)
    axes.grid(True, color="#d9d9d9", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel("false match rate (different people taken for one)")
    axes.set_ylabel("false non-match rate (one person not recognised)")
    axes.set_title(f"DET curve of {calibration.encoder}", loc="left")
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="upper right", frameon=False)
    else:
        axes.text(0.5, 0.5, "so few people: no error was seen", transform=axes.transAxes, ha="center")
    caption = "\n".join(textwrap.fill(line, CAPTION_WIDTH) for line in _caption(calibration).splitlines())
    figure.text(0.02, 0.015, caption, fontsize=8, color="#333333", va="bottom")
    figure.subplots_adjust(left=0.12, right=0.97, top=0.94, bottom=0.13 + 0.02 * caption.count("\n"))
    try:
        figure.savefig(path, format="png")
    except OSError as error:
        raise ConfigError(f"the picture {path} cannot be written: {error.strerror}") from error
    finally:
        pyplot.close(figure)


def _curve(axes: Any, label: str, colour: str, style: str, comparisons: Comparisons) -> None:
    seen = [(fmr, fnmr) for fmr, fnmr in comparisons.det if fmr >= LEAST and fnmr > 0]
    if not seen:
        return
    x, y = ([_deviate(point[side]) for point in seen] for side in (0, 1))
    axes.step(x, y, where="post", color=colour, linestyle=style, linewidth=1.8, label=label)
    for threshold in comparisons.thresholds:
        miss = 1 - threshold.found
        if threshold.rate == 1e-4 and miss > 0:
            axes.plot(_deviate(threshold.rate), _deviate(miss), "o", color=colour, markersize=6)
            bounds = [_deviate(min(0.999, max(LEAST, 1 - b))) for b in (threshold.found_high, threshold.found_low)]
            axes.plot([_deviate(threshold.rate)] * 2, bounds, color=colour, linewidth=1)


def _deviate(share: float) -> float:
    return NormalDist().inv_cdf(share)


def _caption(calibration: Calibration) -> str:
    sample, kiosk, single = calibration.sample, calibration.kiosk, calibration.single
    return (
        f"Measured on {calibration.measured_on}, {calibration.date}: "
        f"{sample.people:,} people, {sample.pictures:,} pictures ({sample.not_measured:,} without one good face).\n"
        f"3 against 2: {kiosk.genuine:,} genuine and {kiosk.impostor:,} impostor pairs. "
        f"1 against 1: {single.genuine:,} genuine and {single.impostor:,} impostor pairs.\n"
        "Dots: one false match in 10,000, with 95 % bounds (Clopper-Pearson). Curves end where nothing was seen."
    )
