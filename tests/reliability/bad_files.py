"""Makes a folder of bad files, more than a hundred kinds, when a test runs: small on disk, whatever they pretend to be."""

from __future__ import annotations

import json
import os
import socket
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.reliability.bad_file import GIGA, KILO, MEGA, SENTENCE, BadFile, Content
from tests.reliability.bad_formats import formatted


def make_all(folder: Path) -> list[BadFile]:
    """Write every kind into a folder, and give what was written."""
    kinds = [*_plain(), *_odd_names(), *_special(), *formatted()]
    for kind in kinds:
        kind.make(folder)
    _make_sidecars(folder)
    return [*kinds, *(BadFile(name, b"", "readable") for name in SIDECARS)]


# ── plain text and bytes ──


def _plain() -> Iterator[BadFile]:
    yield BadFile("tom.txt", b"", "refused")
    yield BadFile("tom.pdf", b"", "refused")
    yield BadFile("tom.docx", b"", "refused")
    yield BadFile("blanksteg.txt", b" \n\t\r\n" * 500, "refused")
    yield BadFile("nollor.txt", bytes(64 * KILO), "refused")
    yield BadFile("slump.txt", bytes(zlib.crc32(bytes([n % 256, n // 256])) % 256 for n in range(20_000)), "refused")
    yield BadFile("slump.pdf", bytes(range(256)) * 50, "refused")
    yield BadFile("nul_i_text.txt", SENTENCE.encode().replace(b" ", b"\0 ") * 3)
    yield BadFile("blandad_kodning.txt", SENTENCE.encode() * 4 + SENTENCE.encode("cp1252") * 4, "readable")
    yield BadFile("utf16_utan_märke.txt", (SENTENCE * 4).encode("utf-16-le"), "readable")
    yield BadFile("utf16_udda.txt", b"\xff\xfe" + (SENTENCE * 4).encode("utf-16-le") + b"\x41", "readable")
    yield BadFile("utf16_ensam_surrogat.txt", b"\xff\xfe" + (SENTENCE + "\ud800" + SENTENCE).encode("utf-16-le", "surrogatepass"))
    yield BadFile("utf8_surrogat.txt", (SENTENCE + "\udc80\ud83d" + SENTENCE).encode("utf-8", "surrogatepass") * 9)
    yield BadFile("höger_till_vänster.txt", f"\u202e{SENTENCE}\u202d\u2066{SENTENCE}\u200f\u200e\u061c".encode() * 3, "readable")
    yield BadFile("zalgo.txt", ("a" + "\u0301\u0323\u0489" * 40 + " ord ").encode() * 500)
    yield BadFile("en_rad.txt", SENTENCE.encode() * (10 * MEGA // len(SENTENCE.encode())))
    yield BadFile("ett_ord.txt", b"a" * (10 * MEGA))
    yield BadFile("bara_siffror.txt", b"1" * (2 * MEGA))
    yield BadFile("bara_radbrytningar.txt", b"\n" * (5 * MEGA) + SENTENCE.encode(), "readable")
    yield BadFile("bara_paragraftecken.txt", ("§ " * 20_000).encode())
    yield BadFile("bara_skiljetecken.txt", b"-.,;:!?()[]{}" * 5_000)
    yield BadFile("styrtecken.txt", b"\x1b[31m" + SENTENCE.encode() + b"\x1b]0;titel\x07\x1b[2J", "readable")
    yield BadFile("stor_tabell.md", ("| a | b | c |\n|---|---|---|\n" + "| 1 | 2 | tre |\n" * 2_000).encode())
    rows = (f"| {n} | Ärende {n * 7919 % 9973} | {n * 31} 300 |\n" for n in range(40_000))
    yield BadFile("jättetabell.md", ("| a | b | c |\n|---|---|---|\n" + "".join(rows)).encode())
    yield BadFile("jättetabell.txt", "".join(f"{n}\tVadby skola\t{n * 31}\n" for n in range(60_000)).encode())
    yield BadFile("djup_markdown.md", (">" * 2_000 + " citat\n" + "".join(f"{' ' * n}- punkt\n" for n in range(0, 1_500, 2))).encode())
    yield BadFile("stängs_aldrig.md", b"[" * 20_000 + b"](" * 5_000 + b"`" * 999 + SENTENCE.encode())


def _sparse(size: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


# ── names, and what is no file ──


def _odd_names() -> Iterator[BadFile]:
    said = SENTENCE.encode()
    yield BadFile("rad\nbrytning.txt", said, "readable")
    yield BadFile("citat\"'`$(touch x).txt", said, "readable")
    yield BadFile("<script>alert(1)<&>.txt", said, "readable")
    yield BadFile("{{7*7}}${7*7}%s%n.txt", said, "readable")
    yield BadFile("\u202etxt.fdp.txt", said, "readable")
    yield BadFile("\x1b[31mröd.txt", said, "readable")
    yield BadFile(os.fsdecode(b"latin\xe5\xe4\xf6.txt"), said)
    yield BadFile(os.fsdecode(b"trasig\xff\xfe.pdf"), b"%PDF-1.7 ingenting", "refused")
    yield BadFile("n" * 250 + ".txt", said, "readable")
    yield BadFile("/".join(["djup"] * 60) + "/fil.txt", said, "readable")
    yield BadFile("upp..%2f..%2fetc%2fpasswd.txt", said, "readable")
    yield BadFile(" .txt", said, "readable")


def _socket(path: Path) -> None:
    """A socket's path may hold some hundred bytes: it is made from inside its folder."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as held:
            held.bind(path.name)
    finally:
        os.chdir(before)


def _special() -> Iterator[BadFile]:
    yield BadFile("rör.txt", lambda path: os.mkfifo(path), "refused")
    yield BadFile("uttag.pdf", _socket, "refused")
    yield BadFile("slinga.txt", lambda path: path.symlink_to(path.name), "refused")
    yield BadFile("ingenstans.txt", lambda path: path.symlink_to("finns-inte.txt"), "refused")
    yield BadFile("ut.txt", lambda path: path.symlink_to("/etc/passwd"), "refused")
    yield BadFile("rot_slinga/fil.txt", _folder_with_loop, "readable")
    yield BadFile("fyra_gigabyte.txt", _sparse(4 * GIGA), "refused")
    yield BadFile("fyra_gigabyte.pdf", _sparse(4 * GIGA), "refused")
    yield BadFile("enhet.txt", lambda path: path.symlink_to("/dev/zero"), "refused")
    if os.geteuid() != 0:
        yield BadFile("stängd.txt", _closed, "refused")


def _folder_with_loop(path: Path) -> None:
    path.write_text(SENTENCE)
    (path.parent / "upp").symlink_to("..", target_is_directory=True)


def _closed(path: Path) -> None:
    path.write_text(SENTENCE)
    path.chmod(0)


# ── what stands beside documents ──

SIDECARS: dict[str, Content] = {
    "s_trasig.txt": b"{",
    "s_lista.txt": b"[1,2]",
    "s_tal.txt": b'{"title": 7, "dnr": {"a": 1}}',
    "s_okänt.txt": b'{"hemligt": "x"}',
    "s_djup.txt": b"[" * 200_000,
    "s_stor.txt": b'{"title": "' + b"a" * (3 * MEGA) + b'"}',
    "s_gles.txt": _sparse(4 * GIGA),
    "s_kodning.txt": '{"title": "Åäö"}'.encode("utf-16"),
    "s_nan.txt": b'{"date": NaN, "title": null}',
    "s_datum.txt": b'{"date": "2024-13-45"}',
    "s_url.txt": b'{"url": "javascript:alert(1)"}',
    "s_surrogat.txt": b'{"title": "\\ud800"}',
    "s_stort_tal.txt": b'{"title": ' + b"9" * 10_000 + b"}",
    "s_rör.txt": lambda path: os.mkfifo(path),
    "s_länk.txt": lambda path: path.symlink_to("/etc/passwd"),
    "s_mapp.txt": lambda path: path.mkdir(),
}
"""Documents that can be read, by name, with a sidecar that cannot."""

MANIFEST = [
    b"", b"hej", b"[]", b"null", b"{", b'{"source": 7}', b'{"source": "../../etc/passwd", "title": "x"}', b"\xff\xfe", b"[" * 100_000,
    json.dumps({"source": "tom.txt", "title": "x" * 5_000}).encode(), b'{"source": "\\ud800", "title": "x"}', b"1" * 10_000,
]  # fmt: skip
"""Lines of documents.jsonl, none of any use."""


def _make_sidecars(folder: Path) -> None:
    for name, content in SIDECARS.items():
        (folder / name).write_text(SENTENCE, encoding="utf-8")
        BadFile(f"{name}.json", content).make(folder)
    (folder / "documents.jsonl").write_bytes(b"\n".join(MANIFEST * 5))
