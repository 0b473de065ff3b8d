"""Which files of a folder or an archive are reports, told by their names."""

from __future__ import annotations

from pathlib import PurePath

from service.documents.formats import EXTENSIONS

ZIP_EXTENSION = ".zip"
SUFFIXES = EXTENSIONS | {ZIP_EXTENSION}
# What systems and Word leave beside files: hidden ones, locks, the other half of files of a Mac.
_BEGINNINGS_LEFT_OUT = (".", "~$", "__MACOSX")
# The folder with the pictures of a web page that was saved.
_FOLDERS_LEFT_OUT = ("_files", ".files")


def is_report(path: PurePath) -> bool:
    """Whether a file may be a report or hold some; ``path`` begins below the folder or archive that was given."""
    if any(part.startswith(_BEGINNINGS_LEFT_OUT) for part in path.parts):
        return False
    if any(part.endswith(_FOLDERS_LEFT_OUT) for part in path.parts[:-1]):
        return False
    return path.suffix.lower() in SUFFIXES


def may_be_archive(name: str) -> bool:
    """Whether a file is called what archives are called."""
    return name.lower().endswith(ZIP_EXTENSION)
