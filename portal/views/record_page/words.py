"""The words of one page as a fragment that lies unseen over its picture, to be selected and copied."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.held_records import held_record, page_with_words
from portal.rights.guarding import needs
from portal.rights.roles import Right
from portal.views.page_image import CLOSEST_LEVEL, note_page
from portal.views.record_page.versions import shown_version
from records import Page, Word

MOST_WORDS = 4000
"""Of one page: a dense newspaper page has some 3,000."""
LONGEST_WORD = 200


@require_safe
@needs(Right.SEE)
def words(request: HttpRequest, record_id: str, number: int) -> HttpResponse:
    """The page's words in reading order, a line a line, each with its place in pixels of the page."""
    row = held_record(request, record_id)
    shown = shown_version(request, row)
    page = page_with_words(row, number, shown.number)
    if page is None:
        raise Http404("the record has no such page")
    note_page(request, row, number)
    response = HttpResponse(_lines(page))
    kept = "no-store" if row.sensitivity >= CLOSEST_LEVEL else "max-age=86400, immutable"
    response["Cache-Control"] = f"private, {kept}"
    return response


def _lines(page: Page) -> SafeString:
    """Words of a line follow each other with blanks; a break ends the line, two end a block."""
    return format_html_join("", "{}{}", _parts(page))


def _parts(page: Page) -> Iterator[tuple[SafeString, SafeString]]:
    left, block = MOST_WORDS, None
    line_end, nothing = SafeString("<br>"), SafeString("")
    for line in page.lines():
        if left <= 0:
            return
        if block is not None:
            yield nothing, SafeString("<br><br>") if line[0].block != block else line_end
        block = line[0].block
        for index, word in enumerate(line[:left]):
            yield _word(word, is_last=index + 1 == len(line)), nothing
        left -= len(line)


def _word(word: Word, *, is_last: bool) -> SafeString:
    box = word.box
    place = f"{box.x0:.0f} {box.y0:.0f} {max(box.width, 1):.0f} {max(box.height, 1):.0f}"
    return format_html('<i data-b="{}">{}{}</i>', place, word.text[:LONGEST_WORD], "" if is_last else " ")
