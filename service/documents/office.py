"""Old Word, WPS, RTF and ODT documents, as LibreOffice converts them to DOCX → blocks."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from service.documents.document import Content
from service.documents.docx.blocks import read_docx
from service.errors import ConversionFailed, DocumentTooLarge, ProgramMissing, ReadingTimedOut

SECONDS = 90
_LARGEST = 100 * 1024 * 1024
_PROGRAMS = ("soffice", "libreoffice")
# Where its installers put it on systems that have no search path for programs.
_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
_MISSING = (
    "读取 .doc、WPS、RTF、ODT 文件需要安装 LibreOffice（Debian、Ubuntu：apt-get install libreoffice-writer-nogui；"
    "Windows 和 macOS 有官方安装包）；也可以在原软件中另存为 .docx 后再读取。"
)
_UNOPENED = "LibreOffice 打不开这个文件，它可能已损坏或加了密码；请在原软件中另存为 .docx 后再读取。"
# A profile of its own for every file, in which nothing runs that the file brings along and no link is followed.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Writer/Content/Update">
  <prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def read_office(data: bytes) -> Content:
    """The content of a document that LibreOffice opens.

    Raises ProgramMissing without LibreOffice, ConversionFailed where it cannot open the file, ReadingTimedOut.
    """
    return Content(read_docx(converted(data)))


def converted(data: bytes) -> bytes:
    """``data`` as a DOCX."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="nianbao-office-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source = folder / f"document{_ending(data)}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        _run(program, source, profile, folder / "out")
        made = folder / "out" / "document.docx"
        if not made.is_file():
            raise ConversionFailed(_UNOPENED)
        if made.stat().st_size > _LARGEST:
            raise DocumentTooLarge("文件转换以后过大。")
        return made.read_bytes()


def _ending(data: bytes) -> str:
    """The ending by which LibreOffice chooses its filter; a file that lies about itself is opened as nothing else."""
    if data.lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if data.startswith(b"PK") else ".doc"


def _run(program: str, source: Path, profile: Path, output: Path) -> None:
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nodefault"]
    command += ["--nolockcheck", "--nologo", "--convert-to", "docx:MS Word 2007 XML"]
    command += ["--outdir", str(output), str(source)]
    # What a file asks for from the network is refused at once, where the profile's settings did not do so already.
    surroundings = {**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    surroundings |= {"HOME": str(profile), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, env=surroundings, check=False)
    except subprocess.TimeoutExpired as error:
        _end(profile)
        raise ReadingTimedOut(f"LibreOffice 打开文件超过 {SECONDS} 秒仍未完成。") from error


def _end(profile: Path) -> None:
    """End what LibreOffice started by itself: the program that works is not the one that was called."""
    mark = profile.as_uri().encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)


def _program() -> str:
    found = next((path for path in map(shutil.which, _PROGRAMS) if path is not None), None)
    found = found or next((str(place) for place in _PLACES if place.is_file()), None)
    if found is None:
        raise ProgramMissing(_MISSING)
    return found
