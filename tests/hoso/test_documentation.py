"""The documentation says what is so: its links lead somewhere, its commands exist, its lists are whole."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hoso.command import build_parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_command_that_the_pages_name_exists_with_its_options() -> None:
    parser = build_parser()
    actions = next(action for action in parser._actions if action.dest == "command")
    assert isinstance(actions.choices, dict)
    for page in PAGES:
        for line in re.findall(r"(?:\./run hoso|`hoso) ([a-z]+[^`|\n#]*)", page.read_text(encoding="utf-8")):
            name, *rest = line.split()
            assert name in actions.choices, f"{page.name}: hoso {name}"
            known = actions.choices[name].format_help()
            for option in re.findall(r"--[a-z]+", " ".join(rest)):
                assert option in known, f"{page.name}: hoso {name} {option}"


def test_the_command_page_names_every_command() -> None:
    parser = build_parser()
    actions = next(action for action in parser._actions if action.dest == "command")
    page = (ROOT / "docs/reference/command.md").read_text(encoding="utf-8")
    assert [name for name in actions.choices or () if f"`hoso {name}" not in page] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for group in project["optional-dependencies"].values() for name in group]
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8").lower()
    for requirement in [*project["dependencies"], *extras]:
        name = re.split(r"[<>=\[ ]", requirement)[0].lower()
        assert name.removeprefix("pytest-").removeprefix("types-") in page, name


def test_the_run_script_offers_what_the_first_screen_promises() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    for name in re.findall(r"\./run ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert f"\n  {name})" in script, name
