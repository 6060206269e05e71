"""A label with its value: the words of both, in the face in which a form was printed and filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.specimens.looks import Look
from classifiers.specimens.typesetting import Galley, Span, piece_width, space_width, split_words


@dataclass(slots=True)
class Entry:
    """A label, its value, and what follows the value on the same line."""

    label: str
    spans: list[Span]
    is_inline: bool = False
    """The value goes on from the label as in a sentence: it never stands at a tab stop."""

    is_short: bool = False
    """It may share its line with others of its kind."""
    note: str = ""
    """Printed small behind the label: an explanation in brackets or a footnote's number."""

    def go_on(self, *spans: Span) -> None:
        """Adds words and further values behind the value."""
        self.spans += spans
        self.is_inline = True

    def label_spans(self, look: Look) -> list[Span]:
        """The label with its note, which stands before the colon."""
        strong = look.labels_bold or None
        if not self.note:
            return [Span(self.label, bold=strong)] if self.label else []
        words = self.label.rstrip(" :")
        return [
            Span(words, bold=strong),
            Span(f" {self.note}", italic=True),
            Span(self.label[len(words) :], bold=strong),
        ]

    def value_spans(self, galley: Galley, look: Look) -> list[Span]:
        """The value in the face in which it was filled in, and what is printed behind it."""
        return [filled_in(span, galley, look) if span.field else span for span in self.spans]

    def all_spans(self, galley: Galley, look: Look) -> list[Span]:
        label = self.label_spans(look)
        return [*label, *([Span(" ")] if label else []), *self.value_spans(galley, look)]


def filled_in(span: Span, galley: Galley, look: Look) -> Span:
    """A value as the look's printer puts it into the form."""
    filling = look.filling
    return replace(
        span,
        bold=(look.values_bold or filling.bold or None) if span.bold is None else span.bold,
        family=filling.family or span.family,
        size=galley.base.size * filling.scale if filling.scale != 1 else span.size,
        rise=filling.rise or span.rise,
    )


def entry_parts(label: str, field: str, text: str) -> tuple[str, list[Span]]:
    """Label and value as an `Entry` takes them."""
    return label, [Span(text, field)]


def width_of(galley: Galley, spans: Sequence[Span]) -> float:
    """mm that the spans take on one line."""
    words = split_words(spans, galley.base)
    return sum(piece_width(piece) for word in words for piece in word) + space_width(galley.base) * len(words)


def with_colon(label: str, look: Look) -> str:
    """The label, which carries a colon, with the look's own: before a space, or none where values line up."""
    words = label.rstrip(" :")
    return words + (look.colon or ":") if label.rstrip().endswith(":") else label
