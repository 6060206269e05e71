"""Where the wall's numbers lead: to the list behind each, for those who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from portal.catalogue.type_names import UNKNOWN_CODE
from portal.inbox.standing import Standing
from portal.rights.holding import Rights
from portal.rights.roles import Right


@dataclass(frozen=True, slots=True)
class Lists:
    """Addresses of lists; empty ones for a screen without an account and for whoever may not see papers."""

    sees_records: bool = False
    sees_files: bool = False

    @classmethod
    def of(cls, rights: Rights) -> Lists:
        return cls(rights.may(Right.SEE), rights.may(Right.HAND_IN))

    def records(
        self, *, state: str = "", unit: str = "", record_type: str | None = None, first: date, last: date
    ) -> str:
        """A search for the records of some days, by state, unit and type (empty: "không rõ")."""
        if not self.sees_records:
            return ""
        words = [f"nhận_từ:{first:%d/%m/%Y}", f"nhận_đến:{last:%d/%m/%Y}"]
        words += [f"trạng_thái:{state}"] if state else []
        words += [f'đơn_vị:"{unit}"'] if unit and '"' not in unit else []
        words += [f"loại:{record_type or UNKNOWN_CODE}"] if record_type is not None else []
        return f"{reverse('search')}?{urlencode({'q': ' '.join(words)})}"

    def waiting(self) -> str:
        """All that waits in review."""
        return f"{reverse('records')}?state=review" if self.sees_records else ""

    def refused(self) -> str:
        """Refused files."""
        return reverse("rejected") if self.sees_files else ""

    def files(self, standing: Standing, *, unit: str = "", first: date, last: date) -> str:
        """Files of one standing, of one day where that is asked for, else of every day."""
        if not self.sees_files:
            return ""
        asked = {"standing": standing.value, "day": first.isoformat() if first == last else ""}
        return f"{reverse('inbox_files')}?{urlencode({**asked, **({'unit': unit} if unit else {})})}"

    def in_work(self) -> str:
        """Files in work."""
        return reverse("overview") if self.sees_files else ""

    def record(self, record_id: str) -> str:
        """One record."""
        return reverse("record", args=[record_id]) if self.sees_records and record_id else ""
