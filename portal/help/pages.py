"""The pages of help: which there are, in which language, and how each is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.urls import reverse

from portal.help.rendering import Rendered, rendered

HERE = Path(__file__).parent
ROLES = ("records-staff", "official", "clerk", "auditor", "administrator")
"""Pages of roles, in the order of a paper's life."""
SHARED = ("keys", "query", "states", "troubles")
"""Pages for everybody."""
ENGLISH = "en"


class Shelf(StrEnum):
    """Where a page comes from."""

    TEXTS = "texts"
    """Ours alone, one file for each language."""
    HOW_TO = "how_to"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of help."""

    name: str
    shelf: Shelf
    language: str
    """In which it is written, whatever was asked for."""
    shown: Rendered

    @property
    def url(self) -> str:
        """Where it is read."""
        address = "help_reference" if self.shelf is Shelf.REFERENCE else "help_page"
        return reverse(address, args=(self.name,))


def page(name: str, language: str) -> Page | None:
    """The role's, shared or how-to page called `name`; `None` where there is none."""
    if name in ROLES + SHARED:
        return _read(Shelf.TEXTS, name, language if language == ENGLISH else "vi")
    return _read(Shelf.HOW_TO, name, "") if name in names(Shelf.HOW_TO) else None


def reference(name: str) -> Page | None:
    """A page of reference, for who looks after the machine."""
    return _read(Shelf.REFERENCE, name, "") if name in names(Shelf.REFERENCE) else None


@lru_cache(maxsize=2)
def names(shelf: Shelf) -> tuple[str, ...]:
    """The names of a shelf's pages, in alphabetical order."""
    return tuple(sorted(file.stem for file in (HERE / shelf.value).glob("*.md")))


@lru_cache(maxsize=128)
def _read(shelf: Shelf, name: str, language: str) -> Page:
    file = HERE / shelf.value / (f"{name}.{language}.md" if language else f"{name}.md")
    shown = rendered(file.read_text(encoding="utf-8"), _address, is_numbered=shelf is Shelf.TEXTS)
    # Vietnamese can hardly say a heading in ASCII; English can hardly say one without.
    return Page(name, shelf, language or (ENGLISH if shown.title.isascii() else "vi"), shown)


def _address(link: str) -> str | None:
    """`x.md` and `../reference/y.md#z` where the portal shows them; nothing outside the portal."""
    target, _, part = link.partition("#")
    if link.startswith("#") or (link.startswith("/") and not link.startswith("//")):
        return link
    place = Path(target)
    if place.suffix != ".md":
        return None
    if place.parent.name == "reference" and place.stem in names(Shelf.REFERENCE):
        address = reverse("help_reference", args=(place.stem,))
    elif place.stem in names(Shelf.HOW_TO) + ROLES + SHARED:
        address = reverse("help_page", args=(place.stem,))
    else:
        return None
    return f"{address}#{part}" if part else address
