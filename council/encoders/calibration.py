"""A model's floor and sure threshold: the value, how it is stored beside the model, and how it is reckoned from samples."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from council.encoders.protocol import Encoder
from council.errors import ModelError
from council.model import Vectors

CALIBRATION_FILE = "calibration.json"

UNRELATED_SHARE = 0.05
"""Of the pairs of a question and a paragraph that have nothing to do with each other, at most this share reaches the floor.

The nearest fifty are the match set by meaning in a large index, whatever the floor; in a small one a floor at 0.01 kept answers out that
word by word likeness puts first (docs/decisions/fusion.md).
models/calibrate.py draws the curve: what the shipped model gains and loses at other shares (docs/decisions/static-model.md).
"""

PROBES = (
    "hur byter jag kamrem på en gammal bil",
    "recept på saffransbullar utan jäst",
    "vem vann melodifestivalen i år",
    "hur långt är det till månen",
    "bästa knepen för att vinna i schack",
    "vad betyder det att drömma om ormar",
    "hur stämmer man en gitarr",
    "vilken temperatur ska ugnen ha för maränger",
    "varför spinner katter",
    "hur löser man en rubiks kub",
    "vilka vulkaner på Island är aktiva",
    "tips för att sluta bita på naglarna",
    "hur gammalt är universum",
    "vad heter huvudstaden i Mongoliet",
    "hur stickar man en raglantröja",
    "vilken båtmotor passar en liten eka",
)
"""Questions of our own that no council answers: what an unrelated question scores against the paragraphs of an index."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """`floor`: the lowest cosine that can be a match by meaning. `sure`: the best cosine above which meaning alone claims one, or None."""

    floor: float
    sure: float | None = None


UNCALIBRATED = Calibration(floor=0.0)

SAMPLE = 2_000
"""Paragraph vectors of a first indexing run that a model without a calibration is calibrated from."""


def calibration_of(folder: Path, digest: str, kept: Path | None) -> Calibration | None:
    """What lies beside the model, else what a first indexing run left in the folder `kept`, else None."""
    own = read_calibration(folder)
    return own if own is not None or kept is None else read_calibration(kept, kept_as(digest))


def kept_as(digest: str) -> str:
    """Name of the file that keeps what a first indexing run reckoned for a model."""
    return f"calibration-{digest[:16]}.json"


def read_calibration(folder: Path, name: str = CALIBRATION_FILE) -> Calibration | None:
    """The calibration stored in a folder, or None when there is none. Raises ModelError when it cannot be understood."""
    path = folder / name
    if not path.is_file():
        return None
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        sure = stored["sure"]
        return Calibration(floor=float(stored["floor"]), sure=None if sure is None else float(sure))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} går inte att läsa som kalibrering: {error!r}.") from error


def write_calibration(calibration: Calibration, folder: Path, name: str = CALIBRATION_FILE, **curves: object) -> Path:
    """Store a calibration, with the curves that it was chosen from, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps({**asdict(calibration), **curves}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def calibrate(encoder: Encoder, sample_vectors: Vectors) -> Calibration:
    """Floor of a model that ships without one, from the paragraph vectors [n, d] of a first indexing run.

    The floor lies where UNRELATED_SHARE of the cosines between PROBES and the sample lie above. `sure` is None: what tells a
    paraphrase from junk cannot be known without questions that have answers.
    """
    known = sample_vectors[np.any(sample_vectors != 0, axis=1)]
    if len(known) == 0:
        return UNCALIBRATED
    probes = np.stack([encoder.encode_query(probe) for probe in PROBES])
    return Calibration(floor=round(float(np.quantile(probes @ known.T, 1 - UNRELATED_SHARE)), 4))
