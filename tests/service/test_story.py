"""A year of the service, from nothing: keys, a batch, what people say, a model that learnt from it, back, and a backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.service.process import command
from models.registry import newest
from service.cli import app
from service.client import Client, ClientError, Job

pytest.importorskip("torch", reason="the training extra is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
REPORTS = {
    "云泽县教育局.txt": "云泽县教育局2023年政府信息公开工作年度报告\n一、总体情况\n"
    "2023年，我局主动公开政府信息150条，其中网站90条、微信公众号70条。\n全年共收到政府信息公开申请6件，均按期答复。\n",
    "云泽县水务局.txt": "云泽县水务局2023年政府信息公开工作年度报告\n一、总体情况\n"
    "2023年，我局通过网站公开信息88条。\n全年共受理依申请公开12件，较上年增加3件，均已办结。\n",
}
BASE = "0.0.1"


@dataclass(frozen=True, slots=True)
class Office:
    """The people of the story: who hands in and judges, and who is responsible for the service."""

    clerk: Client
    admin: Client

    def done(self, job: Job) -> dict[str, Any]:
        """The result of a job that went well."""
        ended = self.clerk.wait(job, poll_s=0.2, patience_s=600)
        assert ended.state == "done", ended
        return ended.result or {}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with the released model, and a tiny one below it that was never trained."""
    from annotations.samples import read_samples
    from models.alphabet import Alphabet
    from models.characters import canonical_characters
    from models.encoder import EncoderSize, new_encoder
    from models.fact_reader.weights import save_network
    from training.build import new_fact_reader
    from training.release import Provenance, release
    from training.splits import SAMPLES

    folder, scratch = tmp_path / "models", tmp_path / "tiny"
    folder.mkdir()
    (folder / newest().label).symlink_to(newest().folder, target_is_directory=True)
    few = [sample for sample in read_samples(SAMPLES / "b1.jsonl") if sample.facts][:6]
    alphabet = Alphabet.learn([canonical_characters(sample.text).symbols for sample in few], min_count=1)
    scratch.mkdir()
    alphabet.save(scratch / "alphabet.txt")
    new_encoder(EncoderSize(n_layers=1, width=48, n_heads=2), alphabet).save_pretrained(scratch)
    network, _ = new_fact_reader(scratch)
    save_network(network, alphabet, scratch / "trained")
    release(scratch / "trained", BASE, Provenance({}, {}, few, few[:2]), folder=folder)
    return folder


def _nianbao(settings: dict[str, str], *arguments: str) -> str:
    done = CliRunner().invoke(app, [*arguments], env=settings)
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


@contextmanager
def _open(log: Path, settings: dict[str, str], clerk: str, admin: str) -> Iterator[Office]:
    """The service, as the two see it."""
    with command(log, "serve", "--port", "0", settings=settings) as server:
        url = server.address()
        with Client(url, clerk) as first, Client(url, admin) as second:
            with Client(url) as stranger, pytest.raises(ClientError, match="密钥"):
                list(stranger.reports())
            yield Office(first, second)


def _active(office: Office) -> str:
    [label] = [model.label for model in office.clerk.models() if model.active]
    return label


def _say(office: Office, report: str) -> tuple[str, list[str]]:
    """A finding judged, a fact corrected and one called wrong; the finding's key, and those of the corrections."""
    failing = [each for each in office.clerk.findings(report) if each["verdict"] == "fails"]
    office.clerk.judge(report, failing[0]["key"], "dismissed", "两处口径不同。")
    facts = office.clerk.facts(report)
    given = [
        office.clerk.correct(report, facts[0]["id"], label="政府信息"),
        office.clerk.correct(report, facts[-1]["id"], wrong=True),
    ]
    assert all(each["learnable"] for each in given)
    return failing[0]["key"], sorted(each["key"] for each in given)


def _check_said(office: Office, report: str, key: str, corrected: list[str]) -> None:
    [judged] = [each for each in office.clerk.findings(report) if each["key"] == key]
    assert judged["judgement"]["verdict"] == "dismissed"
    assert judged["judgement"]["who"] == "办公室"
    assert sorted(each["key"] for each in office.clerk.corrections(report)) == corrected


def _check_read_by(office: Office, report: str, labels: list[str]) -> None:
    """The readings of a report by the models that made them, the oldest first."""
    read = [office.clerk.report(report, version=n)["versions"]["model"] for n in range(1, len(labels) + 1)]
    assert read == labels
    assert office.clerk.report(report)["versions"]["model"] == labels[-1]


def test_a_year_of_the_service(models: Path, tmp_path: Path) -> None:
    settings = {"NIANBAO_DATA": str(tmp_path / "data"), "NIANBAO_MODEL": str(models), "NIANBAO_KEYS": "required"}
    clerk = _nianbao(settings, "keys", "make", "办公室", "--scope", "write", "--scope", "train")
    admin = _nianbao(settings, "keys", "make", "管理员", "--scope", "admin")
    paths = [tmp_path / name for name in REPORTS]
    for path in paths:
        path.write_text(REPORTS[path.name], "utf-8")
    first, tiny, learnt = newest().label, f"facts-{BASE}", "facts-0.0.2"
    backup = tmp_path / "backup.tar.gz"

    with _open(tmp_path / "first.log", settings, clerk, admin) as office:
        assert office.done(office.clerk.batch(paths)) == {"read": 2, "failed": 0}
        ids = {report.name: report.id for report in office.clerk.reports()}
        assert sorted(ids) == sorted(REPORTS)
        said_on, other = ids["云泽县教育局.txt"], ids["云泽县水务局.txt"]
        key, corrected = _say(office, said_on)

        told = office.done(office.clerk.train(base=tiny, epochs=1))
        assert (told["accepted"], told["model"]) == (True, learnt)
        assert set(told["comparison"]) == {"own_before", "own_after", "common_before", "common_after"}
        assert [model.label for model in office.clerk.models()] == [tiny, learnt, first]
        with pytest.raises(ClientError) as refused:
            office.clerk.activate(learnt)
        assert refused.value.status == 403
        assert _active(office) == first

        assert office.admin.activate(learnt).active
        assert office.done(office.clerk.reread()) == {"read": 2, "failed": 0}
        _check_read_by(office, other, [first, learnt])
        assert office.admin.roll_back().label == first
        assert office.done(office.clerk.reread()) == {"read": 2, "failed": 0}
        _check_read_by(office, other, [first, learnt, first])
        _check_said(office, said_on, key, corrected)
        _nianbao(settings, "backup", str(backup))
        office.clerk.delete(other)

    elsewhere = settings | {"NIANBAO_DATA": str(tmp_path / "elsewhere")}
    _nianbao(elsewhere, "restore", str(backup))
    with _open(tmp_path / "second.log", elsewhere, clerk, admin) as office:
        assert {report.name: report.id for report in office.clerk.reports()} == ids
        _check_said(office, said_on, key, corrected)
        _check_read_by(office, other, [first, learnt, first])
        assert office.clerk.document(other) == REPORTS["云泽县水务局.txt"].encode()
        assert [model.label for model in office.clerk.models()] == [tiny, learnt, first]
        assert _active(office) == first
        assert office.admin.activate(learnt).active
