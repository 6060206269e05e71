"""Writes events as if they had happened at another time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from portal.audit import Kind
    from portal.models import AuditEvent


def happened(at: datetime, actor: str, kind: Kind, **more: object) -> AuditEvent:
    """An event of that moment: only the clock is another."""
    from portal.audit import note_by

    with patch("portal.audit.noting.timezone.now", lambda: at):
        return note_by(actor, kind, **more)  # type: ignore[arg-type]
