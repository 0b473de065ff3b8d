"""The whole way: bytes of one report in, its Reading out."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language

from models.registry import DamagedModel, NoReleasedModel, newest
from service import __version__
from service.documents.document import Document, Problem
from service.documents.outline import read_report
from service.documents.reader import DocumentReader, read_document
from service.documents.report import Report
from service.errors import ModelDamaged, ModelMissing
from service.facts.extract import extract_facts
from service.facts.fact import Fact
from service.facts.pipeline import narrative_pipeline
from service.forms.cell import Form
from service.forms.recognise import recognise
from service.reconcile.engine import reconcile, subject_of
from service.reconcile.finding import Finding
from service.reconcile.rule_set import RuleSet, builtin_rule_set
from service.versions import catalogue_version, rules_version

SCHEMA = "1"
NO_REPORT = Problem("report.not_found", "文件里没有找到政府信息公开工作年度报告的标题、章节或统计表。")


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of each stage."""

    read_ms: float
    extract_ms: float
    reconcile_ms: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one report, and what the rules say of it (READING)."""

    id: str
    document: Document
    problems: tuple[Problem, ...]
    report: Report
    form: Form
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    versions: dict[str, str]
    timings: Timings

    @property
    def verdicts(self) -> Counter[str]:
        """How many findings bear each verdict."""
        return Counter(finding.verdict for finding in self.findings)


class ReportReader:
    """Reads reports with one loaded model and one set of rules; thread-safe, since nothing in it changes.

    ``read`` turns bytes into documents: in this process (``read_document``) where the files are trusted, in processes
    with limits (``IsolatedReader.read``) where they are not.
    """

    def __init__(
        self,
        pipeline: Language,
        model_label: str,
        *,
        read: DocumentReader = read_document,
        rules: RuleSet | None = None,
    ) -> None:
        self.rules = rules or builtin_rule_set()
        self._pipeline = pipeline
        self._read = read
        self.versions = {
            "service": __version__,
            "model": model_label,
            "rules": rules_version(self.rules.files),
            "catalogue": catalogue_version(),
        }

    @classmethod
    def load(
        cls,
        model_folder: Path,
        *,
        n_threads: int = 1,
        read: DocumentReader = read_document,
        rules: RuleSet | None = None,
    ) -> ReportReader:
        """Load the newest released model of a folder; raises ModelMissing or ModelDamaged.

        ``rules`` are those of the service unless others are given.
        """
        try:
            released = newest(model_folder)
            reader = released.load(n_threads=n_threads)
        except NoReleasedModel as error:
            raise ModelMissing(
                f"没有找到已发布的模型：{model_folder}。请用 NIANBAO_MODEL 指定模型所在文件夹。"
            ) from error
        except DamagedModel as error:
            raise ModelDamaged(f"模型文件不完整或已损坏：{error}") from error
        return cls(narrative_pipeline(reader), released.label, read=read, rules=rules)

    def read(self, data: bytes, name: str) -> Reading:
        """Read one report; raises DocumentError where the bytes are no readable document."""
        began = time.perf_counter()
        document = self._read(data, name)
        report = read_report(document)
        form = recognise(report)
        read = time.perf_counter()
        facts = extract_facts(report, self._pipeline)
        extracted = time.perf_counter()
        findings = reconcile(report, form, facts, rules=self.rules)
        reconciled = time.perf_counter()
        found_nothing = report.title is None and form.edition is None
        return Reading(
            id=report_id(data),
            document=document,
            problems=(*document.problems, *form.problems, *((NO_REPORT,) if found_nothing else ())),
            report=report,
            form=form,
            facts=facts,
            findings=findings,
            versions=self.versions,
            timings=Timings(*(round(1000 * s, 1) for s in (read - began, extracted - read, reconciled - extracted))),
        )

    def with_last_year(self, reading: Reading, last_year: Reading) -> Reading:
        """The reading with the rules over two years decided too, beside the same body's reading of the year before."""
        began = time.perf_counter()
        before = subject_of(last_year.report, last_year.form, last_year.facts, rules=self.rules)
        findings = reconcile(reading.report, reading.form, reading.facts, rules=self.rules, last_year=before)
        taken = round(1000 * (time.perf_counter() - began), 1)
        return replace(reading, findings=findings, timings=replace(reading.timings, reconcile_ms=taken))


def report_id(data: bytes) -> str:
    """The id of a report and of its readings: same bytes, same id."""
    return hashlib.sha256(data).hexdigest()[:32]
