"""Tesseract as a program beside ours: pictures in, words with places and confidence out."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PIL import Image

from service.documents.scan.images import Pixels
from service.documents.scan.rules import Area
from service.errors import ConversionFailed, ProgramMissing, ReadingTimedOut

Language = Literal["chi_sim", "eng", "osd"]

_SECONDS = 120
_WORD_LEVEL = "5"
_MISSING = (
    "识别扫描件和图片需要安装文字识别程序 Tesseract 及简体中文语言包（Debian、Ubuntu：apt install tesseract-ocr "
    "tesseract-ocr-chi-sim；Windows、macOS 可下载安装程序），并使 tesseract 命令可以运行。"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was recognised: on which picture (from 0), in which of its lines, where, and how surely (0 to 1)."""

    picture: int
    line: tuple[int, int, int]
    text: str
    area: Area
    confidence: float


def words(
    pictures: Sequence[Pixels],
    *,
    language: Language,
    segmentation: int,
    dpi: float,
    only: str = "",
    without: str = "",
) -> list[Word]:
    """What is written on each of the grey ``pictures``, in Tesseract's order.

    ``segmentation`` is its page segmentation mode: 3 finds blocks, 6 takes a picture as one block, 7 as one line.
    ``only`` these characters are recognised, where any are named, and none of those in ``without``.
    """
    if not pictures:
        return []
    options = ["--psm", str(segmentation), "--dpi", str(round(dpi)), "-l", language]
    if only:
        options += ["-c", f"tessedit_char_whitelist={only}"]
    if without:
        options += ["-c", f"tessedit_char_blacklist={without}"]
    return _parsed(_run(pictures, [*options, "tsv"], language))


def quarters(picture: Pixels, *, dpi: float) -> int:
    """By how many quarters clockwise a page must be turned for its characters to stand upright; 0 where unknown."""
    try:
        found = _run([picture], ["--psm", "0", "--dpi", str(round(dpi)), "-l", "osd"], "osd")
    except ConversionFailed:  # too few characters
        return 0
    for line in found.splitlines():
        name, _, value = line.partition(":")
        if name == "Rotate" and value.strip().isdigit():
            return int(value) // 90 % 4
    return 0


def _run(pictures: Sequence[Pixels], options: Sequence[str], language: Language) -> str:
    program = _program()
    if language not in _languages(program):
        raise ProgramMissing(_MISSING)
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", *options],
            input=_tiff(pictures),
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadingTimedOut(f"文字识别超过 {_SECONDS} 秒仍未完成。") from error
    if done.returncode != 0:
        raise ConversionFailed("文字识别程序 Tesseract 未能识别该图片。")
    return done.stdout.decode("utf-8", "replace")


def _program() -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise ProgramMissing(_MISSING)
    return program


@cache
def _languages(program: str) -> frozenset[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False)
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


def _tiff(pictures: Sequence[Pixels]) -> bytes:
    sheets = [Image.fromarray(picture) for picture in pictures]
    data = io.BytesIO()
    sheets[0].save(data, format="TIFF", save_all=True, append_images=sheets[1:])
    return data.getvalue()


def _parsed(table: str) -> list[Word]:
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != _WORD_LEVEL or not text:
            continue
        left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        found.append(
            Word(
                picture=int(row["page_num"]) - 1,
                line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
                text=text,
                area=Area(left, top, left + width, top + height),
                confidence=max(0.0, float(row["conf"]) / 100),
            )
        )
    return found
