"""Learning from people's corrections and samples: ``nianbao train`` in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from service.errors import RequestError, TrainingFailed
from service.jobs.hold import Hold
from service.shelf import ModelShelf
from service.store import jobs, judgements

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

    def __init__(self, shelf: ModelShelf, folder: Path) -> None:
        """``folder`` is where new models are put; ``shelf`` has it too."""
        self._shelf = shelf
        self._folder = folder

    def __call__(self, hold: Hold) -> Mapping[str, Any]:
        """Train, and put the model into the folder if it is better; its name, and how it compares.

        The process ends with this one, and as soon as the job is another's; each attempt writes into its own folder.
        """
        base = self._shelf.find(hold.job.payload["base"])
        scratch = self._folder / f".training-{hold.job.id}-{hold.job.attempts}"
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            with tempfile.TemporaryDirectory() as samples:
                self._write_samples(hold, Path(samples))
                told = self._train(hold, base.folder, Path(samples), scratch)
            return told | {"model": self._publish(hold, scratch) if told["accepted"] else None}
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

    def _train(self, hold: Hold, base: Path, samples: Path, output: Path) -> dict[str, Any]:
        arguments = ["--samples", str(samples), "--base", str(base), "--output", str(output), "--json"]
        if hold.job.payload.get("epochs"):
            arguments += ["--epochs", str(hold.job.payload["epochs"])]
        told: dict[str, Any] = {}
        for line in _lines([sys.executable, "-m", "service.tied", "train", *arguments], hold):
            told = json.loads(line)
            if "epoch" in told:
                with hold.store.database.writing() as connection:
                    n_done, n_items = told["epoch"], told["epochs"]
                    jobs.progress(connection, hold.job.id, hold.worker, n_done=n_done, n_items=n_items)
        if "accepted" not in told:
            raise TrainingFailed("训练没有完成。")
        return told

    def _publish(self, hold: Hold, scratch: Path) -> str:
        [model] = ModelShelf([scratch]).models()
        target = self._folder / model.label
        with hold.store.database.writing() as connection:
            jobs.check_held(connection, hold.job.id, hold.worker)
            if target.exists():
                raise TrainingFailed(f"已有名为“{model.label}”的模型，请再训练一次。")
            model.folder.rename(target)
        return model.label


def _ids(samples: bytes) -> set[str]:
    """The ids of a file of samples: a correction that was handed out, mended and handed in again is the mended one."""
    return {json.loads(line)["id"] for line in samples.decode().split("\n") if line.strip()}


def _lines(command: list[str], hold: Hold) -> Iterator[str]:
    """What the process prints, line by line; TrainingFailed where it fails, and it ends with the hold on the job.

    Its standard input is the tie to this process (``service.tied``).
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as complaints:
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=complaints, text=True, encoding="utf-8")
        with process, _ended_with(process, hold):
            yield from process.stdout or ()
            code = process.wait()
        hold.check()
        if code not in (0, 3):  # 3: the new model is not better
            complaints.seek(0)
            raise TrainingFailed(f"训练没有完成：{complaints.read()[-_STDERR_SHOWN:].strip()}")


@contextmanager
def _ended_with(process: subprocess.Popen[str], hold: Hold) -> Iterator[None]:
    """End the process when the hold on the job ends, and at the end of the context."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY_S):
            if hold.is_over:
                process.kill()
                return

    watching = threading.Thread(target=watch, name="training-watch", daemon=True)
    watching.start()
    try:
        yield
    finally:
        over.set()
        watching.join()
        process.kill()
