"""docs/performance.md and its charts, written from the figures that the benchmarks left in benchmarks/figures.

Run: `python -m benchmarks.performance_page`. The charts need matplotlib (the extra `bench`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.corpora import REPOSITORY
from benchmarks.performance_charts import draw

FIGURES = REPOSITORY / "benchmarks" / "figures"
PAGE = REPOSITORY / "docs" / "performance.md"
TEXT = REPOSITORY / "benchmarks" / "performance.md"
OURS, BARE, LANCE = "Nämndsök hybrid", "bare tantivy + numpy", "lancedb hybrid"
MB = 1_000_000

Figures = Mapping[str, Any]


def read_figures() -> tuple[list[Figures], Figures, Figures]:
    """(what was measured at each size, the smallest first; of indexing; of the program as people run it)."""
    scales = [json.loads(path.read_text(encoding="utf-8")) for path in FIGURES.glob("scale-*.json")]
    measured = sorted((scale for scale in scales if "warm" in scale), key=lambda scale: int(scale["size"]))
    return measured, _read("indexing"), _read("speed")


def _read(name: str) -> Figures:
    path = FIGURES / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def program(speed: Figures) -> str:
    """The program as people run it."""
    rows = [(row["name"], row["value"], row["target"]) for row in speed.get("figures", ())]
    return table(("what", "measured", "target"), rows)


def searches(scales: Sequence[Figures]) -> str:
    """Milliseconds of each engine at each size."""
    rows = []
    for scale in scales:
        for name, took in scale["warm"].items():
            cold = scale["cold"].get(name)
            against = took["cpu"] / scale["warm"][BARE]["cpu"]
            rows.append((_size(scale), name, *(f"{took[p]:.1f}" for p in ("p50", "p95", "p99")), f"{cold['p50']:.1f}" if cold else "",
                         f"{took['cpu']:.1f}", f"{against:.1f} ×"))  # fmt: skip
    return table(("paragraphs", "", "p50", "p95", "p99", "p50 when asked first", "processor p50", "of the bare limit"), rows)


def targets(scales: Sequence[Figures], built: Figures) -> str:
    """What was wanted (issue 9) and what was measured, by processor time and by the clock."""
    by_size = {scale["size"]: scale for scale in scales}
    rows = [_ratio(by_size[size], BARE, f"≤ {most} ×") for size, most in ((100_000, 2.5), (1_000_000, 1.5)) if size in by_size]
    rows += [_ratio(scale, LANCE, "≥ 3 × quicker", other=True) for scale in scales]
    if large := by_size.get(1_000_000):
        rows += [
            ("memory of its own at a million, all cases joined", f"{large['memory']['RssAnon']:.0f} MB", "≤ 1,500 MB"),
            ("opening to first answer at a million, of processor", f"{large['start']['processor']:.1f} s", "≤ 3 s"),
            ("the same by the clock, its files fresh on disk", f"{large['start']['first answer']:.1f} s", ""),
            ("process start to first answer at a million", f"{large['start']['process']:.1f} s", "≤ 3 s"),
        ]
    if built:
        quickest = max(built["runs"], key=_rate)
        each = max(rate["paragraphs/s"] for rate in built["steady"])
        rows.append(
            (f"text end to end, {_size(quickest, 'paragraphs')} paragraphs, start included", f"{_rate(quickest):.0f}/s", "≥ 2,000/s")
        )
        rows.append(("text end to end, what each further paragraph takes", f"{each:.0f}/s", ""))
    return table(("what", "measured", "target"), rows)


def _rate(run: Figures) -> float:
    """Paragraphs a second, start included."""
    return float(run["paragraphs"] / run["seconds"])


def _ratio(scale: Figures, name: str, target: str, *, other: bool = False) -> tuple[str, str, str]:
    ours, theirs = scale["warm"][OURS], scale["warm"][name]
    ratios = [theirs[unit] / ours[unit] if other else ours[unit] / theirs[unit] for unit in ("cpu", "p50")]
    return f"{_size(scale)}: beside {name}, processor (clock)", f"{ratios[0]:.1f} × ({ratios[1]:.1f} ×)", target


def stages(scales: Sequence[Figures]) -> str:
    """Mean milliseconds of each stage at each size."""
    names = sorted({stage for scale in scales for stage in scale["stages"]}, key=lambda stage: -scales[-1]["stages"].get(stage, 0.0))
    rows = [(name, *(f"{scale['stages'].get(name, 0.0):.1f}" for scale in scales)) for name in names]
    return table(("stage", *map(_size, scales)), rows)


def room(scales: Sequence[Figures]) -> str:
    """Memory, disk and start at each size."""
    facts = (
        ("memory of its own (RssAnon), MB", lambda s: f"{s['memory']['RssAnon']:.0f}"),
        ("mapped files in memory, MB", lambda s: f"{s['memory']['RssFile']:.0f}"),
        ("disk, MB", lambda s: f"{s['disk']['ours'] / MB:.0f}"),
        ("– words, values and stored text", lambda s: f"{s['disk']['ours: words'] / MB:.0f}"),
        ("– vectors and their sketch", lambda s: f"{s['disk']['ours: vectors'] / MB:.0f}"),
        ("disk of lancedb, MB", lambda s: f"{s['disk']['lance'] / MB:.0f}"),
        ("disk of SQLite without vectors, MB", lambda s: f"{s['disk']['sqlite'] / MB:.0f}"),
        ("opening, s", lambda s: f"{s['start']['open']:.2f}"),
        ("opening to first answer, s", lambda s: f"{s['start']['first answer']:.2f}"),
        ("the same, seconds of processor", lambda s: f"{s['start'].get('processor', 0.0):.2f}"),
        ("process start to first answer, s", lambda s: f"{s['start']['process']:.2f}"),
        ("recall@50 of the sketch against exact", lambda s: f"{s['recall']:.4f}"),
    )
    return table(("", *map(_size, scales)), [(name, *map(value, scales)) for name, value in facts])


def indexing(found: Figures) -> str:
    """Indexing end to end, and by stage."""
    if not found:
        return ""
    runs = [
        (
            f"{run['paragraphs']:.0f}", f"{run['workers']:.0f}", f"{_rate(run):.0f}",
            f"{1000 * run['processor seconds'] / run['paragraphs']:.2f}", f"{1000 * run['of the busiest'] / run['paragraphs']:.2f}",
        )
        for run in found["runs"]
    ]  # fmt: skip
    rates = [
        (f"{rate['workers']:.0f}", f"{rate['paragraphs/s']:.0f}", f"{rate['processor ms a paragraph']:.2f}", f"{_on_two_cores(rate):.0f}")
        for rate in found["steady"]
    ]
    parts = sorted(found["stages"].items(), key=lambda part: -part[1])
    alone = found["embedding"]
    return "\n\n".join(
        (
            table(("paragraphs", "processes that read", "paragraphs/s", "processor ms each, all", "of the writing process"), runs),
            "What each further paragraph takes (the larger folder less the smaller one):",
            table(("processes that read", "paragraphs/s", "processor ms each, all", "paragraphs/s on two free cores"), rates),
            "One process, paragraphs that are read already, milliseconds for a thousand:",
            table(("stage", "ms"), [(name, f"{took:.0f}") for name, took in parts]),
            f"The model alone embeds {alone['paragraphs/s']:.0f} paragraphs/s, and a question in {alone['question ms']:.2f} ms.",
        )
    )


def pythons(scales: Sequence[Figures], built: Figures, speed: Figures) -> str:
    """The Python that each part was measured with, and how quick it was then."""
    parts = [("the program as people run it", speed), ("indexing", built), *((f"searches, {_size(scale)}", scale) for scale in scales)]
    rows = [(name, part["python"]["version"], f"{part['python']['turn ns']:.1f}") for name, part in parts if "python" in part]
    return table(("measured", "Python", "ns for a turn of an empty loop"), rows)


def _on_two_cores(rate: Figures) -> float:
    """Paragraphs a second where two cores do nothing else."""
    return float(2_000 / rate["processor ms a paragraph"])


def _size(scale: Figures, name: str = "size") -> str:
    return f"{scale[name]:,}".replace(",", " ")


def write() -> None:
    """Fill the page's frame with tables."""
    scales, built, speed = read_figures()
    page = TEXT.read_text(encoding="utf-8")
    parts = {
        "program": program(speed),
        "targets": targets(scales, built),
        "searches": searches(scales),
        "stages": stages(scales),
        "room": room(scales),
        "pythons": pythons(scales, built, speed),
    }
    for name, text in (parts | {"indexing": indexing(built)}).items():
        page = page.replace(f"<!-- {name} -->", text)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    draw(*read_figures()[:2])
    write()
