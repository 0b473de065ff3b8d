"""Tesseract as a program: what it prints is understood, and its failures are errors that say what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.documents.scan import tesseract
from service.documents.scan.rules import Area
from service.documents.scan.tesseract import Word, quarters, words
from service.errors import ConversionFailed, ProgramMissing, ReadingTimedOut
from tests.documents.scan.drawing import blank

LANGUAGES = 'case "$1" in --list-langs) printf "List:\\nchi_sim\\neng\\nosd\\n"; exit;; esac; cat > /dev/null;'
HEAD = "level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\\t")
PAGE = blank((40, 30))

Install = Callable[[str], None]


def row(*columns: object) -> str:
    return "\\t".join(map(str, columns))


def read(**options: str) -> list[Word]:
    return words([PAGE, PAGE], language="eng", segmentation=7, dpi=300, **options)


def test_words_have_their_place_and_confidence(program: Install) -> None:
    rows = [HEAD, row(1, 1, 0, 0, 0, 0, 0, 0, 40, 30, -1, ""), row(5, 2, 1, 1, 3, 1, 4, 5, 20, 10, "87.5", '12"')]
    printed = "\\n".join(rows)
    program(f"{LANGUAGES} printf '%b\\n' '{printed}'")
    assert read() == [Word(1, (1, 1, 3), '12"', Area(4, 5, 24, 15), 0.875)]


def test_a_word_without_confidence_has_none(program: Install) -> None:
    program(f"{LANGUAGES} printf '%b\\n' '{HEAD}\\n{row(5, 1, 1, 1, 1, 1, 0, 0, 9, 9, -1, 7)}'")
    assert [word.confidence for word in read()] == [0.0]


def test_characters_that_may_occur_are_told(program: Install) -> None:
    program(f"{LANGUAGES} case \"$*\" in *whitelist=01*blacklist=x*tsv) printf '%b\\n' '{HEAD}';; *) exit 1;; esac")
    assert read(only="01", without="x") == []


def test_without_pictures_nothing_is_started(program: Install) -> None:
    program("exit 1")
    assert words([], language="eng", segmentation=7, dpi=300) == []


def test_a_missing_program_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ProgramMissing, match="apt install tesseract-ocr"):
        read()


def test_a_missing_language_says_what_to_install(program: Install) -> None:
    program("echo deu")
    with pytest.raises(ProgramMissing, match="tesseract-ocr-chi-sim"):
        read()


def test_a_failure_is_told(program: Install) -> None:
    program(f"{LANGUAGES} exit 1")
    with pytest.raises(ConversionFailed):
        read()


def test_a_page_that_takes_too_long_is_given_up(program: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_SECONDS", 0.5)
    program(f"{LANGUAGES} exec sleep 20")
    with pytest.raises(ReadingTimedOut):
        read()


@pytest.mark.parametrize(
    ("script", "expected"),
    [("echo Rotate: 90", 1), ("echo Rotate: 270", 3), ("echo 'Rotate: ?'", 0), ("echo nothing", 0), ("exit 1", 0)],
)
def test_the_orientation_is_asked_for(program: Install, script: str, expected: int) -> None:
    program(f"{LANGUAGES} {script}")
    assert quarters(PAGE, dpi=300) == expected
