"""A record of the results as the page shows it: its addresses, its line of facts, and why it was found."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.catalogue.asked import Asked
from portal.catalogue.hits import Reason, Shown, Why
from portal.catalogue.type_names import type_name
from portal.views.page_image import CLOSEST_LEVEL

_PAGES_TOLD = 12

_WHY: dict[Why, Promise] = {
    Why.PHRASE_EXACT: _("đúng cụm từ, đúng dấu"),
    Why.PHRASE: _("đúng cụm từ"),
    Why.WORDS: _("đủ các từ, không liền nhau"),
    Why.TITLE: _("trong tiêu đề"),
    Why.NUMBER: _("trong số, ký hiệu"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the page shows it."""

    hit: Shown
    type_name: str
    address: str
    """Of the record, at the page that answers, with the words to be marked."""
    pages: list[tuple[int, str]]
    """Further pages and their addresses."""
    reasons: list[str]
    has_picture: bool
    """Not of the closest papers: each look at them is written down."""

    @property
    def about(self) -> str:
        """What kind of paper it is, its number, date and unit, and when it came, in one line."""
        record = self.hit.record
        parts = [
            self.type_name,
            f"{gettext('Số')} {record.document_number}" if record.document_number else "",
            f"{record.document_date:%d/%m/%Y}" if record.document_date else "",
            record.unit,
            f"{gettext('nhận')} {timezone.localtime(record.received_at):%d/%m/%Y}",
        ]
        return " · ".join(part for part in parts if part)


def row_of(hit: Shown, asked: Asked) -> Row:
    at = reverse("record", args=(hit.record.record_id,))
    return Row(
        hit=hit,
        type_name=type_name(hit.record.record_type),
        address=_at_page(at, hit.page, asked),
        pages=[(number, _at_page(at, number, asked)) for number in hit.other_pages[:_PAGES_TOLD]],
        reasons=[_reason(reason) for reason in hit.reasons],
        has_picture=hit.record.sensitivity < CLOSEST_LEVEL and hit.record.page_count > 0,
    )


def _at_page(record: str, number: int, asked: Asked) -> str:
    if not asked.text:
        return record if number == 1 else f"{record}?page={number}"
    return f"{record}?{urlencode({'page': number, 'q': asked.text})}"


def _reason(reason: Reason) -> str:
    if reason.why is Why.FIELD:
        return str(_("ở mục “%(label)s”") % {"label": reason.label})
    return str(_WHY[reason.why])
