"""Learning from people's corrections and samples: ``nianbao train`` in a process of its own."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from models.registry import ReleasedModel, next_version, renumber
from service.errors import RequestError, TrainingFailed
from service.jobs.hold import Hold
from service.shelf import ModelShelf
from service.store import jobs, judgements
from service.store.jobs import LeaseLost
from service.tied import LEFT_ALONE, term

_TRAIN: Final = (sys.executable, "-m", "service.tied", "train")
_MARK: Final = "training.json"
_STDERR_SHOWN = 600
_LOOK_EVERY_S = 0.5


def can_train() -> bool:
    """Whether this installation has the training extra."""
    commands = entry_points(group="nianbao.commands")
    return find_spec("torch") is not None and any(command.name == "train" for command in commands)


class TrainingRun:
    """The handler of training.

    ``payload``: ``base`` (name of a model), ``corrections`` (whether people's corrections are learnt from), ``samples``
    (hash of a file of samples, or None), ``epochs`` (or None).
    """

    def __init__(self, shelf: ModelShelf, folder: Path, *, command: Sequence[str] = _TRAIN) -> None:
        """``folder`` is where new models are put; ``shelf`` has it too. ``command`` trains, tied to this process."""
        self._shelf = shelf
        self._folder = folder
        self._command = tuple(command)

    def __call__(self, hold: Hold) -> Mapping[str, Any]:
        """Train, and put the model into the folder if it is better; its name, and how it compares.

        The process ends with this one, as soon as the job is another's, and by itself when the lease runs out; each
        attempt writes into its own folder.
        """
        earlier = self._published(hold.job.id)
        if earlier is not None:
            return earlier
        base = self._shelf.find(hold.job.payload["base"])
        for left in self._folder.glob(f".training-{hold.job.id}-*"):  # by attempts that were killed
            shutil.rmtree(left, ignore_errors=True)
        scratch = self._folder / f".training-{hold.job.id}-{hold.job.attempts}"
        try:
            with tempfile.TemporaryDirectory() as samples:
                self._write_samples(hold, Path(samples))
                told = self._train(hold, base, Path(samples), scratch)
            result = {"accepted": told["accepted"], "comparison": told.get("comparison"), "model": None}
            return self._publish(hold, scratch, result) if told["accepted"] else result
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _write_samples(self, hold: Hold, folder: Path) -> None:
        n_samples = 0
        payload = hold.job.payload
        data = self._uploaded(hold)
        if payload.get("corrections"):
            with hold.store.database.reading() as connection:
                given = judgements.samples(connection)
            uploaded = set() if data is None else _ids(data)
            lines = [json.dumps(sample, ensure_ascii=False) for sample in given if sample["id"] not in uploaded]
            (folder / "corrections.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
            n_samples += len(lines)
        if data is not None:
            (folder / "samples.jsonl").write_bytes(data)
            n_samples += 1
        if not n_samples:
            raise RequestError("没有可用于训练的样本：既没有改正记录，也没有上传标注样本。")

    def _uploaded(self, hold: Hold) -> bytes | None:
        sha256 = hold.job.payload.get("samples")
        data = None if sha256 is None else hold.store.originals.get(sha256)
        if sha256 is not None and data is None:
            raise RequestError("标注样本的文件已经不在。")
        return data

    def _train(self, hold: Hold, base: ReleasedModel, samples: Path, output: Path) -> dict[str, Any]:
        arguments = ["--samples", str(samples), "--base", str(base.folder), "--output", str(output), "--json"]
        if hold.job.payload.get("epochs"):
            arguments += ["--epochs", str(hold.job.payload["epochs"])]
        told: dict[str, Any] = {}
        with closing(_lines([*self._command, *arguments], hold)) as lines:
            for line in lines:
                told = json.loads(line)
                if "epoch" in told:
                    _note_progress(hold, n_done=told["epoch"], n_items=told["epochs"])
        if "accepted" not in told:
            raise TrainingFailed("训练没有完成。")
        return told

    def _published(self, job_id: str) -> Mapping[str, Any] | None:
        """The result of an attempt that put its model into the folder and died before it could say so."""
        for model in ModelShelf([self._folder]).models():
            mark = model.folder / _MARK
            told = json.loads(mark.read_text("utf-8")) if mark.is_file() else {}
            if told.get("job") == job_id:
                result: dict[str, Any] = told["result"]
                return result
        return None

    def _publish(self, hold: Hold, scratch: Path, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """Put the model into the folder, with the job that made it; the result with its name.

        Trainings on one base, one after the other or at once, are versions of their own: whoever comes later is higher.
        """
        [model] = ModelShelf([scratch]).models()
        with hold.store.database.writing() as connection:
            jobs.check_held(connection, hold.job.id, hold.worker)
            while True:
                model = self._renumbered(model)
                result = {**told, "model": model.label}
                mark = json.dumps({"job": hold.job.id, "result": result}, ensure_ascii=False)
                (model.folder / _MARK).write_text(mark, "utf-8")
                target = self._folder / model.label
                try:
                    model.folder.rename(target)
                except OSError:
                    if not target.is_dir():  # else another took the version at this moment
                        raise
                else:
                    return result

    def _renumbered(self, model: ReleasedModel) -> ReleasedModel:
        """The model itself, or with a version after those of its kind where one of them is as high as its own.

        A gap is not filled: readings may still tell of a model that stood there and was removed.
        """
        others = self._shelf.models()
        alike = [other.version for other in others if other.version[:-1] == model.version[:-1]]
        return model if model.version > max(alike, default=()) else renumber(model, next_version(model, others))


def _note_progress(hold: Hold, *, n_done: int, n_items: int) -> None:
    with hold.store.database.writing() as connection:
        jobs.progress(connection, hold.job.id, hold.worker, n_done=n_done, n_items=n_items)


def _ids(samples: bytes) -> set[str]:
    """The ids of a file of samples: a correction that was handed out, mended and handed in again is the mended one."""
    return {json.loads(line)["id"] for line in samples.decode().split("\n") if line.strip()}


def _lines(command: list[str], hold: Hold) -> Generator[str, None, None]:
    """What the process prints, line by line; TrainingFailed where it fails, and it ends with the hold on the job.

    Its standard input is the tie to this process, on which it is told until when the job is held (``service.tied``).
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=complaints, text=True, encoding="utf-8")
        with process, _ended_with(process, hold):
            yield from process.stdout or ()
            code = process.wait()
        hold.check()
        if code == LEFT_ALONE:  # it saw earlier than this process that the lease had run out
            raise LeaseLost(hold.job.id)
        if code not in (0, 3):  # 3: the new model is not better
            complaints.seek(0)
            raise TrainingFailed(f"训练没有完成：{complaints.read()[-_STDERR_SHOWN:].strip()}")


def _told(process: subprocess.Popen[str], hold: Hold, before: float) -> float:
    """The end of the hold's term, which the process knows by now, and not only that which it knew ``before``."""
    ends_at = hold.term.ends_at
    if ends_at != before and process.stdin is not None:
        with suppress(OSError):  # it ended meanwhile
            os.write(process.stdin.fileno(), term(ends_at))
    return ends_at


@contextmanager
def _ended_with(process: subprocess.Popen[str], hold: Hold) -> Iterator[None]:
    """End the process when the hold on the job ends, and at the end of the context; tell it until when it may go on.

    A process that is stopped ends nothing, so the other one must know by itself.
    """
    over = threading.Event()
    told = _told(process, hold, math.inf)

    def watch() -> None:
        ends_at = told
        while not over.wait(_LOOK_EVERY_S):
            if hold.is_over:
                process.kill()
                return
            ends_at = _told(process, hold, ends_at)

    watching = threading.Thread(target=watch, name="training-watch", daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
        process.kill()
