"""Makes HTML of our own Markdown: headings with anchors, links that stay inside the portal, nothing raw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

LinkTo = Callable[[str], str | None]
"""From a link as it stands in the page to its address in the portal; `None` where the words stay alone."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is shown."""

    title: str
    """Its first heading, as plain text."""
    html: str
    """Without that heading; safe: raw HTML in the page is shown as text."""
    parts: tuple[tuple[str, str], ...]
    """Anchor and words of each heading of the second rank."""


def rendered(text: str, link_to: LinkTo, *, is_numbered: bool = False) -> Rendered:
    """Makes HTML of one page of CommonMark with tables; with `is_numbered` its parts are `part-1` and so on,
    alike in every language."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title, parts, seen = "", [], set[str]()
    for at, token in enumerate(tokens):
        token.attrs.pop("style", None)  # alignment of columns; the content security policy forbids it
        if token.type == "heading_open":
            words = _plain(tokens[at + 1])
            token.attrs["id"] = anchor = _anchor(words, seen)
            if token.tag == "h1" and not title:
                title = words
            elif token.tag == "h2":
                if is_numbered:
                    token.attrs["id"] = anchor = f"part-{len(parts) + 1}"
                parts.append((anchor, words))
        elif token.type in {"fence", "code_block"}:
            token.attrs["tabindex"] = "0"  # it scrolls, so keys must reach it (WCAG 2.2, 2.1.1)
        elif token.type == "inline" and token.children:
            token.children = list(_linked(token.children, link_to))
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    return Rendered(title, markdown.renderer.render(body, markdown.options, {}), tuple(parts))


def _linked(children: Iterable[Token], link_to: LinkTo) -> Iterable[Token]:
    """The same with each link led to its address, or left out while its words stay."""
    is_left_out = False
    for token in children:
        if token.type == "link_open":
            address = link_to(str(token.attrs.get("href", "")))
            is_left_out = address is None
            if address is not None:
                token.attrs["href"] = address
        if not (is_left_out and token.type in {"link_open", "link_close"}):
            yield token
        if token.type == "link_close":
            is_left_out = False


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in {"text", "code_inline"})


def _anchor(words: str, seen: set[str]) -> str:
    """As GitHub makes them, so that `page.md#part` leads there in both places."""
    plain = re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-") or "part"
    anchor, count = plain, 1
    while anchor in seen:
        anchor, count = f"{plain}-{count}", count + 1
    seen.add(anchor)
    return anchor
