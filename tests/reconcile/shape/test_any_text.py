"""Whatever the text, every rule over it comes to an end, says a sentence, and says the same again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.documents.document import Document
from service.documents.outline import read_report
from service.documents.text.blocks import read_text
from service.reconcile.finding import Finding
from service.reconcile.shape.checks import SHAPE_CHECKS
from service.reconcile.subject import Subject

from ..builders import make_form
from .subjects import TEXT

_SCRAPS = st.text(
    "一二三四五六是、，。；：（）《》“”〔〕[]×XN_?年月日条件号第条例国办公开函信息处理费年度报告2023120 \n", max_size=40
)
_LINES = st.lists(st.one_of(st.sampled_from(TEXT.splitlines()), _SCRAPS), max_size=20)


def _findings(lines: list[str], last: list[str] | None) -> list[Finding]:
    subject = _subject(lines, None if last is None else _subject(last, None))
    return [finding for check in SHAPE_CHECKS for finding in check.run(subject)]


def _subject(lines: list[str], last_year: Subject | None) -> Subject:
    document = Document("report.txt", "text", "0" * 64, read_text("\n".join(lines)))
    return Subject(read_report(document), make_form({}), (), last_year=last_year)


@given(_LINES, st.one_of(st.none(), _LINES))
def test_every_finding_is_a_sentence_and_stays_the_same(lines: list[str], last: list[str] | None) -> None:
    found = _findings(lines, last)
    assert found == _findings(lines, last)
    known = {info.id for check in SHAPE_CHECKS for info in check.rules}
    for finding in found:
        assert finding.rule in known
        assert finding.severity in ("warning", "information")
        assert finding.verdict in ("fails", "undecided")
        assert finding.message.endswith("。")
        assert finding.message.count("“") == finding.message.count("”")


@given(st.lists(st.sampled_from(TEXT.splitlines()), unique=True))
def test_a_report_with_lines_left_out_has_no_slips_of_the_pen(lines: list[str]) -> None:
    """Each rule over single words looks at these alone: what is missing elsewhere does not matter to it."""
    slips = ("placeholder", "number_missing", "unit_missing", "date_broken", "document_number", "document_name")
    found = [finding.rule for finding in _findings(lines, None)]
    assert not {f"shape.{name}" for name in (*slips, "words_doubled", "paragraph_repeated")} & set(found)
