"""What is installed holds what the sources hold: pages of help, templates, styles, words, types and models.

setuptools itself says which files it would pack; nothing is fetched and nothing is built.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from setuptools import Distribution
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parents[2]
DATA = (".html", ".css", ".js", ".svg", ".md", ".po", ".mo", ".yaml", ".csv", ".ttf", ".icc", ".onnx", ".txt")
ROOMS = ("portal", "classifiers", "pipeline", "signing", "hoso", "records", "archive", "watch_folders")


@pytest.fixture(scope="module")
def packed() -> set[str]:
    """Files that a wheel would hold, from the repository's root."""
    held = pytest.MonkeyPatch()
    held.chdir(ROOT)
    try:
        distribution = Distribution({"script_name": "setup.py"})
        distribution.parse_config_files()
        distribution.include_package_data = False  # what git happens to list beside is no promise
        command = build_py(distribution)
        command.ensure_finalized()
        command.data_files = command._get_data_files()  # type: ignore[attr-defined]  # what `build_py` packs
        data = {f"{folder}/{name}" for _, folder, _, names in command.data_files for name in names}
        modules = {str(path) for _, _, path in command.find_all_modules()}
    finally:
        held.undo()
    return {Path(name).as_posix() for name in data | modules}


def tracked() -> list[str]:
    """Files of the rooms that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "--", *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def test_every_file_that_the_rooms_read_is_packed(packed: set[str]) -> None:
    wanted = {name for name in tracked() if name.endswith((*DATA, ".py"))}
    assert len(wanted) > 500, "the files are found at all"
    assert sorted(wanted - packed) == []


@pytest.mark.parametrize(
    "needed",
    [
        "portal/help/texts/administrator.vi.md",
        "portal/help/how_to/hop-den.md",
        "portal/help/reference/portal.md",
        "portal/templates/portal/base.html",
        "portal/static/portal/hoso.css",
        "portal/static/portal/icons.svg",
        "portal/locale/office/en/LC_MESSAGES/django.mo",
        "portal/sentences/english.po",
        "classifiers/record_types/decision.yaml",
    ],
)
def test_what_the_portal_cannot_do_without_is_packed(packed: set[str], needed: str) -> None:
    assert needed in packed
