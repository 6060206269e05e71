"""The portal's modules import one another one way: no circles, and rooms that are no views know none."""

from __future__ import annotations

from collections.abc import Mapping, Set

import grimp
import pytest

KNOW_VIEWS = {
    "portal.urls",
    "portal.null_characters",
    "portal.request_size",
    "portal.troubles",
    "portal.api",
    "portal.templatetags",
}
"""What answers requests itself; no other room outside `portal.views` imports a view."""


def circles(imports: Mapping[str, Set[str]]) -> list[set[str]]:
    """The modules that lie on a circle, or between two, together; none where there is none.

    What imports nothing that is left, or is imported by nothing that is left, is in no circle.
    """
    left = {name: set(found) for name, found in imports.items()}
    while True:
        imported = {one for found in left.values() for one in found}
        loose = {name for name, found in left.items() if not found & left.keys() or name not in imported}
        if not loose:
            return [set(left)] if left else []
        left = {name: found - loose for name, found in left.items() if name not in loose}


@pytest.fixture(scope="module")
def imports() -> Mapping[str, Set[str]]:
    """What each module of the portal imports, for types alone too."""
    graph = grimp.build_graph("portal", cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ({"a": {"b"}, "b": {"a"}, "c": {"a"}}, {"a", "b"}),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}, {"a", "b", "c"}),
        ({"a": {"b", "c"}, "b": {"c"}, "c": set()}, set()),
    ],
)
def test_a_circle_is_noticed(planted: Mapping[str, Set[str]], found: set[str]) -> None:
    assert circles(planted) == ([found] if found else [])


def test_no_modules_import_one_another(imports: Mapping[str, Set[str]]) -> None:
    assert len(imports) > 300
    assert circles(imports) == []


def test_only_what_answers_requests_knows_views(imports: Mapping[str, Set[str]]) -> None:
    knowing = {
        f"{name} -> {one}"
        for name, found in imports.items()
        for one in found
        if one.startswith("portal.views")
        and not name.startswith("portal.views")
        and not any(name == room or name.startswith(f"{room}.") for room in KNOW_VIEWS)
    }
    assert knowing == set()
