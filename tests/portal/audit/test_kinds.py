"""Every kind of event has words, and stands on the reference page."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("django_ready")
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "audit.md"


def test_every_kind_has_words() -> None:
    from portal.audit import Kind
    from portal.audit.words import OF_KIND

    assert [kind.value for kind in Kind if kind not in OF_KIND] == []


def test_the_reference_names_every_kind() -> None:
    from portal.audit import Kind

    page = PAGE.read_text(encoding="utf-8")
    assert [kind.value for kind in Kind if f"`{kind.value}`" not in page] == []
