"""What the product imports is what it asks for: a machine with nothing else on it must run it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("records", "pipeline", "classifiers", "signing", "archive", "watch_folders", "portal", "hoso")
WITH_AN_EXTRA = {"tesserocr", "certomancer", "psycopg", "django_auth_ldap", "ldap"}
"""Imported only where the office has chosen them; the code says what to install without them."""


def test_every_library_that_is_imported_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    brought = {_bare(name) for name in _closure(project["dependencies"])}
    homes = packages_distributions()
    missing = {
        module
        for module in _imported()
        if module not in WITH_AN_EXTRA and not {_bare(home) for home in homes.get(module, [])} & brought
    }
    assert missing == set()


def _imported() -> set[str]:
    own = {*ROOMS, *sys.stdlib_module_names}
    return {
        name.partition(".")[0]
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for name in _names(ast.parse(path.read_text(encoding="utf-8")))
    } - own


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def _closure(wanted: list[str]) -> set[str]:
    """The distributions that `wanted` bring, with those of the extras that are asked for."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        text = waiting.pop()
        name = re.split(r"[\s\[<>=!~;(]", text, maxsplit=1)[0]
        extras = set(re.findall(r"[\w-]+", (re.search(r"\[([^]]*)\]", text) or ["", ""])[1]))
        if f"{_bare(name)}{sorted(extras)}" in found:
            continue
        found |= {name, f"{_bare(name)}{sorted(extras)}"}
        try:
            further = requires(name) or []
        except PackageNotFoundError:
            continue
        for one in further:
            marker = re.search(r"extra\s*==\s*['\"]([^'\"]+)", one)
            if marker is None or marker[1] in extras:
                waiting.append(one.partition(";")[0])
    return found


def _bare(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
