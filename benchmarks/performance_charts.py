"""Charts of the measured figures, as SVG in docs/images: searches by size, what their stages take, and indexing by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.corpora import REPOSITORY

IMAGES = REPOSITORY / "docs" / "images"
COLOURS = (
    "#1b4f8a",
    "#9a9a9a",
    "#c2571a",
    "#2f7d4f",
    "#7a3e9d",
    "#b8860b",
    "#4aa3a2",
    "#a03050",
    "#566573",
    "#d98880",
    "#6c8ebf",
    "#8f9779",
)


def draw(scales: Sequence[Mapping[str, Any]], indexing: Mapping[str, Any]) -> None:
    """All charts that there are figures for."""
    import matplotlib as mpl

    mpl.use("svg")
    # Text stays text, and nothing in a file changes from run to run but what was measured.
    mpl.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": "namndsok", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    )
    _searches(scales)
    _stages(scales)
    if indexing:
        _indexing(indexing["stages"])


def _searches(scales: Sequence[Mapping[str, Any]]) -> None:
    from matplotlib import pyplot

    figure, left = pyplot.subplots(figsize=(7, 3.6))
    for colour, name in zip(COLOURS, scales[-1]["warm"], strict=False):
        sizes = [scale["size"] for scale in scales if name in scale["warm"]]
        left.plot(sizes, [s["warm"][name]["cpu"] for s in scales if name in s["warm"]], "o-", color=colour, label=name)
    left.set(xscale="log", yscale="log", xlabel="paragraphs", ylabel="ms of processor, p50")
    left.legend(frameon=False)
    _save(figure, "scale-searches.svg")


def _stages(scales: Sequence[Mapping[str, Any]]) -> None:
    from matplotlib import pyplot

    names = sorted({n for s in scales for n in s["stages"]}, key=lambda n: -scales[-1]["stages"].get(n, 0.0))
    figure, axes = pyplot.subplots(figsize=(7, 2.6))
    base = [0.0] * len(scales)
    for colour, name in zip(COLOURS, names, strict=False):
        took = [scale["stages"].get(name, 0.0) for scale in scales]
        axes.barh([f"{scale['size']:,}".replace(",", " ") for scale in scales], took, left=base, color=colour, label=name)
        base = [one + other for one, other in zip(base, took, strict=True)]
    axes.set(xlabel="ms, mean")
    axes.legend(frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.3), fontsize=8)
    _save(figure, "scale-stages.svg")


def _indexing(parts: Mapping[str, float]) -> None:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 2.2))
    ordered = sorted(parts.items(), key=lambda part: part[1])
    axes.barh([name for name, _ in ordered], [took for _, took in ordered], color=COLOURS[0])
    axes.set(xlabel="ms for a thousand paragraphs")
    _save(figure, "indexing-stages.svg")


def _save(figure: Any, name: str) -> None:
    figure.savefig(IMAGES / name, bbox_inches="tight", metadata={"Date": None})
