"""Which settings the web may change, when a change takes effect, and how its file is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portal.settings_by_web.door import Effect
from records.errors import SettingInvalid

FILE_NAME = "settings-by-web.json"
SCHEMA = 1

BY_WEB: Mapping[str, Effect] = {
    "review.threshold": Effect.SOON,
    "quality.gate": Effect.SOON,
    "quality.dpi": Effect.SOON,
    "batches.split_papers": Effect.SOON,
    "batches.split_at_blank_pages": Effect.SOON,
    "batches.separators": Effect.SOON,
    "batches.other_side_minutes": Effect.SOON,
    "intake.watch": Effect.SOON,
    "intake.settle_seconds": Effect.SOON,
    "intake.rescan_seconds": Effect.SOON,
    "reading.jobs": Effect.SOON,
    "reading.page_seconds": Effect.SOON,
    "reading.max_pages": Effect.SOON,
    "reading.compact": Effect.SOON,
    "wall.reviewers": Effect.NOW,
    "portal.session_idle_minutes": Effect.NOW,
    "portal.session_hours": Effect.NOW,
    "portal.idle_account_days": Effect.NOW,
    "portal.public_verification": Effect.NOW,
    "portal.language": Effect.RESTART,
    "signing.level": Effect.RESTART,
    "outgoing.name": Effect.NOW,
    "outgoing.symbol": Effect.RESTART,
    "outgoing.place": Effect.RESTART,
    "outgoing.desk_days": Effect.RESTART,
}
OF_ONE_OFFICE = frozenset({"outgoing.name", "outgoing.symbol", "outgoing.place"})
"""What the first of `outgoing.agencies` says in their place, where hoso.toml names agencies."""


def read_by_web(data_dir: Path) -> dict[str, Any]:
    """Sections with what the web set in them; empty where it set nothing. Raises `SettingInvalid`."""
    path = data_dir / FILE_NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["schema"] != SCHEMA or not isinstance(told["settings"], dict):
            raise SettingInvalid(f"{path}: schema {told['schema']!r}, expected {SCHEMA}")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingInvalid(
            f"{path} cannot be read ({type(error).__name__}); mend it, or move it away to go on without it",
            remedy_vi=f"Không đọc được {path}. Hãy sửa, hoặc chuyển tệp đi để dùng giá trị mặc định.",
            remedy_en=f"{path} cannot be read. Mend it, or move it away to go on with the usual values.",
        ) from error
    found: dict[str, Any] = told["settings"]
    return found
