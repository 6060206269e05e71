"""Details of events in words: every name that code writes down is known, and codes of roles are told."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("portal_data")
PORTAL = Path(__file__).parents[3] / "portal"
NOT_DETAILS = {"object", "unit", "address", "only_same"}


def test_every_detail_that_code_writes_down_has_its_words() -> None:
    from portal.audit.detail_words import NAMES

    written = {
        word.arg
        for path in PORTAL.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"note", "note_by", "note_look"}
        for word in call.keywords
        if word.arg
    }
    assert len(written) > 20
    assert sorted(written - NOT_DETAILS - set(NAMES)) == []


def test_codes_are_told_as_a_reader_knows_them() -> None:
    from portal.audit.detail_words import detail_in_words

    assert detail_in_words("role", "clerk") == ("vai trò", "văn thư")
    assert detail_in_words("as_administrator", True) == ("với quyền quản trị", "có")
    assert detail_in_words("fields", ["a", "b"]) == ("trường", "a, b")
    assert detail_in_words("new_in_time", 7) == ("new_in_time", "7")


def test_every_field_of_every_type_has_a_vietnamese_name() -> None:
    from classifiers.catalogue import load_record_types
    from portal.catalogue.type_names import field_labels

    bare = {
        name
        for code, kind in load_record_types().items()
        for name, label in field_labels(code).items()
        if label.split(" (")[0] == name.replace("_", " ")
    }
    assert sorted(bare) == []
