"""The records of a results page, each with its picture, passage and reasons.

Twenty of them come with every search. As a template they took 11 to 15 ms, some six hundred variables looked
up one by one; so takes three.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from portal.catalogue.matching import Part
from portal.templatetags.office import icon
from portal.views.finding.rows import Row

register = template.Library()

LONGEST_TITLE = 160


@register.simple_tag
def hit(row: Row) -> SafeString:
    """One record as an entry of the list of results."""
    record = row.hit.record
    return format_html(
        '<li class="card hit">'
        '<a class="picture" href="{address}" tabindex="-1" aria-hidden="true">{picture}</a>'
        '<div class="about"><div class="hit-head"><a class="title" href="{address}">{title}</a>{state}</div>'
        '<div class="quiet small">{about}</div>{passage}'
        '<div class="small why">{reasons}<span class="pages">{pages}</span>'
        '<a class="alike" href="{alike}">{alike_words}</a></div></div></li>',
        address=row.address,
        picture=_picture(row),
        title=_shortened(record.title),
        state=_in_tag('<span class="badge review">{}</span>', _state(row)),
        about=row.about,
        passage=_in_tag('<p class="snippet">{}</p>', _marked(row.hit.snippet)),
        reasons=_reasons(row.reasons),
        pages=_pages(row),
        alike=reverse("search_similar", args=(record.record_id,)),
        alike_words=gettext("Hồ sơ tương tự"),
    )


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else Truncator(title).chars(LONGEST_TITLE)


def _state(row: Row) -> str:
    return gettext("Chờ xem") if row.hit.record.needs_review else ""


def _in_tag(markup: str, words: str) -> SafeString:
    return format_html(markup, words) if words else SafeString("")


def _picture(row: Row) -> SafeString:
    if not row.has_picture:
        return format_html('<span class="thumb none">{}</span>', icon("lock"))
    record = row.hit.record
    return format_html(
        '<img class="thumb" src="{}?{}" alt="" loading="lazy" width="64" height="90">',
        reverse("thumbnail", args=(record.record_id, row.hit.page)),
        record.version,
    )


def _marked(snippet: Iterable[Part]) -> SafeString:
    """A passage with the words that were found in `mark`."""
    return SafeString(
        "".join([f"<mark>{escape(one.text)}</mark>" if one.is_hit else escape(one.text) for one in snippet])
    )


def _reasons(reasons: list[str]) -> SafeString:
    if not reasons:
        return SafeString("")
    return format_html('<span class="quiet">{} {}</span>', gettext("Khớp:"), ", ".join(reasons))


def _pages(row: Row) -> SafeString:
    """The page that answers best and the others, where there is more to tell than "page 1"."""
    links = [format_html('<a href="{}">{}</a>', link, number) for number, link in row.pages]
    if row.hit.page > 1 or links:
        links.insert(0, format_html('<a href="{}">{} {}</a>', row.address, gettext("Trang"), row.hit.page))
    is_cut = len(row.hit.other_pages) > len(row.pages)
    return SafeString("".join(links) + (" …" if is_cut else ""))
