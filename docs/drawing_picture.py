"""Draw ``docs/drawing.png``: a page that ``nianbao draw`` writes for one of the examples as a PDF.

Needs LibreOffice, which makes the PDF: ``python -m docs.drawing_picture``.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import astuple
from pathlib import Path

from PIL import Image, ImageColor

from service.draw.appearance import appearance
from service.draw.drawing import draw
from service.reading import ReportReader
from service.settings import Settings

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "08-transport-2023.docx"
PAGE = 3
WIDTH = 1200


def main() -> None:
    """Make the PDF, read it, draw it, and keep one page, made small."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = as_pdf(EXAMPLE, Path(folder))
        reading = ReportReader.load(Settings().model).read(pdf.read_bytes(), pdf.name)
        drawn = [path for path in draw(reading, pdf.read_bytes(), Path(folder)) if path.stem.endswith(f"-{PAGE}")]
        with Image.open(drawn[0]) as image:
            height = round(image.height * WIDTH / image.width)
            small = image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    few_colours(small).save(HERE / "drawing.png", optimize=True)


def as_pdf(path: Path, folder: Path) -> Path:
    """The document as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.pdf"


def few_colours(image: Image.Image) -> Image.Image:
    """The picture with a palette: the colours that are frequent, and those that mean something."""
    colours = [colour for state in appearance().states.values() for colour in astuple(state.light)]
    meaning = [part for colour in colours for part in ImageColor.getrgb(colour)[:3]]
    frequent = (image.quantize(256 - len(colours)).getpalette() or [])[: 768 - len(meaning)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(frequent + meaning)
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
