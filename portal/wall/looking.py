"""What somebody asks of the wall: how far back, and whether numbers stand as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

SPANS = (7, 30, 365)
"""Days that one may look back."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at the wall."""

    days: int = 30
    has_tables: bool = False
    names: str = "numbers"
    """How reviewers are called: `names`, `initials` or `numbers`."""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Look:
        """What an address asks for; anything odd is the usual."""
        days = asked.get("days", "")
        return cls(
            days=int(days) if days in {str(one) for one in SPANS} else 30,
            has_tables=asked.get("tables") == "1",
        )

    def first_day(self, today: date) -> date:
        """The first of the days that are shown; today is the last."""
        return today - timedelta(days=self.days - 1)

    def query(self, **changes: object) -> str:
        """The same look with something changed, as the query of an address."""
        now = replace(self, **changes)  # type: ignore[arg-type]  # fields of this class
        return "?" + urlencode({"days": now.days, **({"tables": "1"} if now.has_tables else {})})
