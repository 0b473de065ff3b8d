"""What people say of findings, held so that it survives the next reading and the next draft of the report.

The key of a finding hashes rule, instance and evidence, and not the report. A verdict is therefore held for one body
and one year: it comes back as long as the evidence is the same, and says nothing of any other body.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.errors import VerdictError
from service.findings.replacing import replaced
from service.findings.verdict_sheet import sheet_rows
from service.findings.words import Judgement
from service.reading import Reading
from service.reconcile.finding import Finding

_REQUIRED: Mapping[str, str] = MappingProxyType(
    {
        "agency": "agency 应为机关名称",
        "year": "year 应为四位年份或 null",
        "key": "key 应为16位十六进制数（核对结果的 key）",
        "verdict": "verdict 应为 confirmed（属实）或 dismissed（排除）",
        "comment": "comment 应为文字",
        "who": "who 应为文字",
        "when": "when 应为 ISO 8601 格式的时间",
    }
)


@dataclass(frozen=True, slots=True)
class PersonVerdict:
    """A person's word on a finding: it is so, or it is none; with a comment, who said it and when, if they say."""

    verdict: Judgement
    comment: str = ""
    who: str = ""
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerdictKey:
    """For what a verdict holds: a finding of one body's report of one year, in whatever draft of it."""

    agency: str
    year: int | None
    key: str

    @classmethod
    def of(cls, reading: Reading, finding: Finding) -> VerdictKey:
        """The key of a finding of a reading."""
        return cls(body(reading), reading.report.year, finding.key)

    @property
    def plain(self) -> VerdictKey:
        """The same whatever the width of its characters and the blanks between them."""
        closed = "".join(unicodedata.normalize("NFKC", self.agency).split())
        # Without the blanks between them, characters may compose that did not before.
        return replace(self, agency=unicodedata.normalize("NFKC", closed))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All verdicts that are known; where two are given for one finding the later holds."""

    given: Mapping[VerdictKey, PersonVerdict] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Verdicts:
        """From JSON Lines; raises VerdictError with all lines that are broken, OSError where there is no such file."""
        lines = enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1)
        return cls(_checked(path, ((f"第{n}行", line) for n, line in lines if line.strip())))

    @classmethod
    def from_xlsx(cls, path: Path) -> Verdicts:
        """From a workbook of findings in which people filled in their verdicts; raises VerdictError."""
        return cls(_checked(path, ((f"第{n}行", row) for n, row in sheet_rows(path))))

    def save(self, path: Path) -> None:
        """Write JSON Lines; what stood at ``path`` stays whole until the new file is."""
        lines = (_line(key, verdict).model_dump_json() + "\n" for key, verdict in self.given.items())
        replaced(path, "".join(lines).encode())

    def of(self, reading: Reading, finding: Finding) -> PersonVerdict | None:
        """What was said of a finding, None where nothing was."""
        return self.given.get(VerdictKey.of(reading, finding).plain)

    def having(self, reading: Reading, finding: Finding, verdict: PersonVerdict) -> Verdicts:
        """These with one more, in place of what was said before."""
        return Verdicts({**self.given, VerdictKey.of(reading, finding).plain: verdict})

    def __or__(self, later: Verdicts) -> Verdicts:
        return Verdicts({**self.given, **later.given})

    def __len__(self) -> int:
        return len(self.given)


# A default for arguments; it holds nothing and nothing can be put into it.
NO_VERDICTS = Verdicts(MappingProxyType({}))


def body(reading: Reading) -> str:
    """The body whose report it is; where its name was not found the file stands in for it, and no other has it."""
    return body_name(reading.report.agency, reading.id)


def body_name(agency: str | None, report_id: str) -> str:
    """The same of what the report says of itself."""
    return agency or f"机关名称未识别（{report_id}）"


class _Line(BaseModel):
    """One verdict as it is stored."""

    model_config = ConfigDict(strict=True)

    agency: str = Field(min_length=1)
    year: int | None = Field(ge=1000, le=9999)
    key: str = Field(pattern="^[0-9a-f]{16}$")
    verdict: Literal["confirmed", "dismissed"]
    comment: str = ""
    who: str = ""
    when: datetime | None = None


def _line(key: VerdictKey, verdict: PersonVerdict) -> _Line:
    return _Line(
        agency=key.agency,
        year=key.year,
        key=key.key,
        verdict=verdict.verdict,
        comment=verdict.comment,
        who=verdict.who,
        when=verdict.when,
    )


def _checked(
    path: Path, entries: Iterable[tuple[str, bytes | Mapping[str, object]]]
) -> dict[VerdictKey, PersonVerdict]:
    """Every entry, or an error that names each broken one; ``entries`` come with where they stand."""
    found: dict[VerdictKey, PersonVerdict] = {}
    broken: list[str] = []
    for place, entry in entries:
        try:
            line = _Line.model_validate_json(entry) if isinstance(entry, bytes) else _Line.model_validate(entry)
        except ValidationError as error:
            broken.append(f"{place}：{'；'.join(_reasons(error))}")
        else:
            key = VerdictKey(line.agency, line.year, line.key).plain
            found[key] = PersonVerdict(line.verdict, line.comment, line.who, line.when)
    if broken:
        raise VerdictError(f"核实结论文件“{path.name}”有{len(broken)}处无法使用。" + "。".join(broken) + "。")
    return found


def _reasons(error: ValidationError) -> Iterator[str]:
    """What is wrong in Chinese, each thing once."""
    fields = dict.fromkeys(str(detail["loc"][0]) if detail["loc"] else "" for detail in error.errors())
    return (_REQUIRED.get(name, "不是一个 JSON 对象") for name in fields)
