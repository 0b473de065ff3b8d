"""``make demo``: start the service, post a report to it, print what it read. Only the standard library is used here."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

STATE = Path(".work") / "demo.json"
_VERDICTS = {"fails": "不符", "undecided": "待定", "broken": "规则有误"}
_SEVERITIES = {"error": "错误", "warning": "提醒", "information": "提示"}


def main() -> int:
    """Start, post, print; the service stays up so that its address can be tried."""
    arguments = argparse.ArgumentParser(description="Start the service and post a report to it.")
    arguments.add_argument("report", nargs="?", type=Path, help="for example examples/01-education-2023.docx")
    arguments.add_argument("--stop", action="store_true", help="stop the service that was left running")
    given = arguments.parse_args()
    stop()
    if given.stop:
        return 0
    if given.report is None:
        arguments.error("a report is needed")
    address, seconds = start()
    reading = post(address, given.report)
    show(reading)
    print(f"\n服务 {seconds:.1f} 秒后就绪，仍在运行：{address}/docs （接口说明）　停止：make demo-stop")
    print(f"试一试：curl -F file=@{given.report} {address}/v1/reports")
    return 0


def start() -> tuple[str, float]:
    """Start the service in the background; its address, and the seconds until it was ready."""
    port = _free_port(8000)
    STATE.parent.mkdir(exist_ok=True)
    log = (STATE.parent / "demo.log").open("w")
    began = time.monotonic()
    installed = Path(sys.executable).with_name("nianbao")  # as a user has it, not as it lies in the checkout
    command = [str(installed), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    STATE.write_text(json.dumps({"pid": process.pid, "port": port}))
    address = f"http://127.0.0.1:{port}"
    while time.monotonic() - began < 60:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return address, time.monotonic() - began
        except urllib.error.HTTPError as error:
            raise SystemExit(f"服务已启动但不能读取报告：{error.read().decode()}") from error
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"服务没有启动，见 {STATE.parent / 'demo.log'}")


def stop() -> None:
    """Stop what an earlier demonstration left running."""
    if not STATE.exists():
        return
    process_id = int(json.loads(STATE.read_text())["pid"])
    STATE.unlink()
    command_line = Path(f"/proc/{process_id}/cmdline")
    if command_line.exists() and b"serve" in command_line.read_bytes():
        os.kill(process_id, signal.SIGTERM)
        while command_line.exists() and command_line.read_bytes():
            time.sleep(0.05)


def post(address: str, path: Path) -> dict[str, Any]:
    """POST a file as a multipart form; the Reading."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
    body = head.encode() + path.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    request = urllib.request.Request(f"{address}/v1/reports", data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            reading: dict[str, Any] = json.load(answer)
            return reading
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{error.code}: {error.read().decode()}") from error


def show(reading: dict[str, Any]) -> None:
    """Print facts and findings."""
    report, timings = reading["report"], reading["timings"]
    print(f"\n{report['agency']}  {report['year']}年  格式 {report['edition']}  {reading['document']['name']}")
    print(f"读取 {timings['read_ms']} ms · 抽取 {timings['extract_ms']} ms · 核对 {timings['reconcile_ms']} ms\n")
    print(f"叙述中的事实（{reading['summary']['facts']}）")
    for fact in reading["facts"]:
        evidence = fact["evidence"][0]
        quote = reading["text"][max(0, evidence["start"] - 6) : evidence["end"] + 6].replace("\n", " ")
        value = "无" if fact["negated"] else fact["value"] + (fact["unit"] or "")
        print(f"  {fact['id']:<4} {_padded(fact['metric'], 28)} {_padded(value, 12)} …{quote}…")
    summary = reading["summary"]
    print(f"\n核对结果：不符 {summary['fails']}，待定 {summary['undecided']}，相符 {summary['holds']}")
    for finding in reading["findings"]:
        # Of a table that breaks off, dozens of equations are undecided for one reason: they are not listed.
        if finding["verdict"] in ("fails", "broken") or (finding["verdict"] == "undecided" and finding["facts"]):
            severity = f"[{_SEVERITIES[finding['severity']]}]" if finding["verdict"] == "fails" else ""
            print(f"  {_VERDICTS[finding['verdict']]}{severity} {finding['message']}  ({finding['rule']})")


def _padded(words: str, width: int) -> str:
    """``words`` filled up with blanks; Chinese characters are two columns wide."""
    shown = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)
    return words + " " * max(0, width - shown)


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            free: int = probe.getsockname()[1]
            return free
    raise SystemExit("没有空闲的端口")


if __name__ == "__main__":
    raise SystemExit(main())
