"""What templates say of sentences that records and rows hold in Vietnamese."""

from __future__ import annotations

from django import template

from portal.sentences import saying

register = template.Library()


@register.filter
def said(text: object) -> str:
    """A stored sentence, or several, one a line, in the language of the page."""
    return saying.said_lines(str(text or ""))
