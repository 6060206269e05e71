"""What the figures were measured on, and where they are kept."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

RESULTS = Path(__file__).parent / "results"
PACKAGES = (
    "ocrmypdf",
    "tesserocr",
    "opencv-python-headless",
    "numpy",
    "Pillow",
    "pikepdf",
    "scikit-learn",
    "Django",
)


def describe() -> dict[str, Any]:
    """Processor, cores, memory, load at the start, and versions."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load_at_start": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "tesseract": _tesseract(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def keep(bench: str, result: dict[str, Any]) -> Path:
    """Writes the result with its machine as JSON under `bench/results`; gives the file."""
    RESULTS.mkdir(exist_ok=True)
    moment = datetime.now(UTC)
    file = RESULTS / f"{bench}-{moment:%Y%m%d-%H%M%S}.json"
    whole = {"bench": bench, "time": moment.isoformat(timespec="seconds"), "machine": describe(), **result}
    file.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _tesseract() -> str:
    try:
        done = subprocess.run(
            ["tesseract", "--version"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout or done.stderr).splitlines()[0].removeprefix("tesseract ")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
