"""Annotated samples that come in: every broken line is told before anything is learnt from the others."""

from __future__ import annotations

from annotations.samples import BrokenSample, from_json
from service.errors import SamplesError

_MOST_TOLD = 100


def checked_samples(data: bytes) -> tuple[bytes, int]:
    """The samples of a file (JSON Lines) as UTF-8, and how many they are; SamplesError names all that are broken."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SamplesError("标注样本应是 UTF-8 编码的 JSON Lines 文件。") from error
    seen: set[str] = set()
    broken: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            sample = from_json(line, f"第{number}行")
        except BrokenSample as error:
            broken.append(f"{error.where}：{error.reason}")
            continue
        if sample.id in seen:
            broken.append(f"第{number}行：样本 {sample.id} 已经出现过")
        seen.add(sample.id)
    if broken:
        more = "" if len(broken) <= _MOST_TOLD else f"；另有{len(broken) - _MOST_TOLD}处"
        raise SamplesError(f"标注样本有{len(broken)}处错误。{'；'.join(broken[:_MOST_TOLD])}{more}")
    if not seen:
        raise SamplesError("文件里没有标注样本。")
    return text.encode(), len(seen)
