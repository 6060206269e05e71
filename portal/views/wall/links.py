"""Where the wall's numbers lead: to the list behind each, for those who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from portal.catalogue.type_names import UNKNOWN_CODE
from portal.counts.activity import Activity
from portal.inbox.standing import Standing
from portal.rights.holding import Rights
from portal.rights.roles import Right
from portal.views.wall.people import NUMBERS, code_of


@dataclass(frozen=True, slots=True)
class Lists:
    """Addresses of lists; empty ones for a screen without an account and for whoever may not see papers."""

    sees_records: bool = False
    sees_files: bool = False
    sees_everyone: bool = False
    """Whether the lists of what each colleague reviewed are open: where the wall calls nobody by more than
    a number, those lists would name them, and only who reads the audit chain knows that anyway."""
    me: str = ""
    """The account for which its own list is always open."""

    @classmethod
    def of(cls, rights: Rights, how: str = NUMBERS) -> Lists:
        """For a person; `how` is how the wall calls reviewers before them."""
        return cls(
            rights.may(Right.SEE),
            rights.may(Right.SEE) or rights.may(Right.HAND_IN),
            how != NUMBERS or rights.may(Right.AUDIT),
            rights.account,
        )

    def records(self, *, state: str = "", record_type: str | None = None, first: date, last: date) -> str:
        """A search for the records of some days, by state and type (empty: "không rõ")."""
        if not self.sees_records:
            return ""
        words = [f"nhận_từ:{first:%d/%m/%Y}", f"nhận_đến:{last:%d/%m/%Y}"]
        words += [f"trạng_thái:{state}"] if state else []
        words += [f"loại:{record_type or UNKNOWN_CODE}"] if record_type is not None else []
        return f"{reverse('search')}?{urlencode({'q': ' '.join(words)})}"

    def waiting(self) -> str:
        """All that waits in review."""
        return f"{reverse('records')}?state=review" if self.sees_records else ""

    def files(
        self,
        *standings: Standing,
        unit: str | None = None,
        reason: str = "",
        first: date,
        last: date,
    ) -> str:
        """Files of these days and standings (of all without any) and of a unit (empty: the office itself)."""
        if not self.sees_files:
            return ""
        days = {"day": first} if first == last else {"first": first, "last": last}
        told: list[tuple[str, str]] = [("standing", one.value) for one in standings]
        told += [(name, day.isoformat()) for name, day in days.items()]
        told += [("reason", reason)] if reason else []
        told += [] if unit is None else [("unit", unit)]
        return f"{reverse('inbox_files')}?{urlencode(told)}"

    def in_work(self) -> str:
        """Files in work."""
        return reverse("overview") if self.sees_files else ""

    def record(self, record_id: str) -> str:
        """One record."""
        return reverse("record", args=[record_id]) if self.sees_records and record_id else ""

    def pages(self, weekday: int, hour: int, *, first: date, last: date) -> str:
        """Pages read in one hour of one day of the week."""
        return self._behind("wall_pages", first, last, weekday=weekday, hour=hour)

    def reviews(self, account: str, *, first: date, last: date) -> str:
        """What one person reviewed; their account is not in the address."""
        if not self.opens_reviews_of(account):
            return ""
        return self._behind("wall_reviews", first, last, person=code_of(account))

    def opens_reviews_of(self, account: str) -> bool:
        """Whether the list of what this account reviewed is open."""
        return self.sees_everyone or account == self.me

    def signings(self, kind: Activity, *, first: date, last: date) -> str:
        """Papers signed, or sealed."""
        return self._behind("wall_signings", first, last, kind=kind.value)

    def checks(self, *, first: date, last: date, is_corrected: bool = False) -> str:
        """Checks by chance, or those of them that found something to correct."""
        return self._behind("wall_checks", first, last, **({"corrected": 1} if is_corrected else {}))

    def _behind(self, name: str, first: date, last: date, **more: object) -> str:
        if not self.sees_records:
            return ""
        asked = {"first": first.isoformat(), "last": last.isoformat(), **more}
        return f"{reverse(name)}?{urlencode(asked)}"
