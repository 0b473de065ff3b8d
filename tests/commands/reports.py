"""Reports of invented agencies as text, small enough to be read in a moment."""

from __future__ import annotations

from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "03-town-2021.txt"
AGENCY = "望岫县雁洄镇人民政府"


def town(year: int, *, agency: str = AGENCY, requests: str = "5", added: str = "") -> str:
    """The example of a town for another year or body; ``added`` follows its sentence on requests."""
    text = EXAMPLE.read_text("utf-8").replace("2021", str(year)).replace(AGENCY, agency)
    stated, said = "共收到政府信息公开申请8件", f"共收到政府信息公开申请{requests}件{added}"
    assert stated in text
    return text.replace(stated, said)
