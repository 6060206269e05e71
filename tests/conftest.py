"""Fixtures that every room's tests share, and the rule for tests that need an outside program."""

from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from signing.demo_pki import DemoPki

ROOT = Path(__file__).resolve().parents[1]
DAYS = "tests/portal/days/"
SLOWEST_SECONDS = 600
"""What a test marked slow may take on a machine that has other things to do."""
TOOLS_FROM = {
    "tesseract": "apt-get install tesseract-ocr tesseract-ocr-vie",
    "pdftotext": "apt-get install poppler-utils",
    "pdftoppm": "apt-get install poppler-utils",
    "qpdf": "apt-get install qpdf",
    "gs": "apt-get install ghostscript",
    "chromium": "apt-get install chromium",
    "openssl": "apt-get install openssl",
    "softhsm2-util": "apt-get install softhsm2",
    "gcc": "apt-get install gcc libc6-dev",
    "slapd": "apt-get install slapd libldap-dev libsasl2-dev, pip install 'hoso[ldap]'",
    "pdfsig": "apt-get install poppler-utils",
    "verapdf": "./run tools verapdf",
    "dss-validate": "./run tools dss",
    "postgres": "apt-get install postgresql",
    "initdb": "apt-get install postgresql",
    "ocfl": "pip install ocfl-py",
    "sqlite": "run without HOSO_TEST_DATABASE=postgresql",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keeps the garbage collector from going through all modules and tests again and again.

    While they are gathered nothing becomes garbage; afterwards they stay as long as the process. That takes a
    third of the time in which they are gathered, and a part of every test's.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_sessionfinish() -> None:
    gc.unfreeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips a test whose outside program is missing and says how to get it; under `./run ci` that fails."""
    for item in items:
        for marker in item.iter_markers("needs"):
            for tool in marker.args:
                if _found(tool) is None:
                    if os.environ.get("HOSO_REQUIRE_TOOLS"):
                        pytest.exit(f"{tool} is missing; `./run ci` should have installed it", returncode=1)
                    item.add_marker(pytest.mark.skip(reason=f"needs {tool}: {TOOLS_FROM.get(tool, tool)}"))
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOWEST_SECONDS))
    if "PYTEST_XDIST_WORKER" in os.environ:
        _put_long_files_first(items)


def _put_long_files_first(items: list[pytest.Item]) -> None:
    """Files with slow tests begin, the rest follows by its number of tests.

    A file stays with one process, so a long one that comes last leaves all other processes idle.
    """
    slow = Counter(_process_of(item.nodeid) for item in items if item.get_closest_marker("slow"))
    tests = Counter(_process_of(item.nodeid) for item in items)
    items.sort(key=lambda item: (not slow[_process_of(item.nodeid)], -tests[_process_of(item.nodeid)]))


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there is nothing to share out
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Shares files out among processes, and the days together: each process would open an office for them."""
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _process_of(nodeid)

    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


def _process_of(nodeid: str) -> str:
    """What stays with one process: a test's file, or the folder whose files share a running office."""
    return DAYS if nodeid.startswith(DAYS) else nodeid.partition("::")[0]


def _found(tool: str) -> object:
    if tool == "sqlite":  # tests of what SQLite's planner does ask for it as the database of the run
        return None if os.environ.get("HOSO_TEST_DATABASE") == "postgresql" else tool
    # Debian keeps the programs of PostgreSQL apart from the others, by version.
    return shutil.which(tool) or next(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), None)


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    """The throwaway public-key infrastructure, one a test process: its keys take two seconds to make."""
    from signing.demo_pki import serve_demo_pki

    with serve_demo_pki(tmp_path_factory.mktemp("pki")) as served:
        yield served


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """The folder of real and hard documents beside the checkout; skips where it is not there."""
    folder = ROOT.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("needs ../shared/samples beside the checkout")
    return folder
