"""What is to be signed, in which role, where on the page and to which level; and what became of it.

These values are the doors of the room: the command, the desk in the portal, batches and the demo all hand in
`SignOrder`s and get `Signed` or a `SigningRefused` back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path


class Role(Enum):
    """In which role somebody signs (Decree 30/2020, Articles 5, 13, 25-27 and Appendix I)."""

    PERSON = "person"
    """The competent person: image of the handwritten signature between position and name."""
    AGENCY = "agency"
    """The agency: image of the seal over a third of the person's signature; only after the person."""
    APPENDIX = "appendix"
    """The agency, on an appendix in a file of its own: text at the top right of page 1, no image."""
    COPY = "copy"
    """The agency, on an electronic copy (SAO Y, SAO LỤC, TRÍCH SAO): text at the top right of page 1."""


class Level(Enum):
    """Baseline levels of PAdES (ETSI EN 319 142-1, clause 6), each holding what the one before it holds."""

    B_B = "B-B"
    """The signature with the signer's certificate."""
    B_T = "B-T"
    """With a timestamp by a trusted service."""
    B_LT = "B-LT"
    """With all certificates and revocation states that checking needs."""
    B_LTA = "B-LTA"
    """With a timestamp over all of that, which can be renewed for as long as wanted."""

    @property
    def rank(self) -> int:
        """0 for B-B to 3 for B-LTA."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a signature stands on a page."""

    page: int
    """1 for the first."""
    box: tuple[float, float, float, float]
    """left, bottom, right, top in points (1/72 inch) of the page as it is shown, origin bottom left."""


@dataclass(frozen=True, slots=True)
class SignOrder:
    """One signature to be made on one file."""

    source: Path
    """A PDF; never changed."""
    target: Path
    """Where the signed file goes; appears whole or not at all. May not exist yet."""
    role: Role
    level: Level = Level.B_LTA
    """The level asked for; a service that is down delays it and never fakes it."""
    field: str = ""
    """Name of the signature field to fill; empty takes the role's own, made where it is missing."""
    place: FieldPlace | None = None
    """Given by hand; else the named field's, else found by reading the page."""
    image: Path | None = None
    """PNG with transparent ground: the handwritten signature (blue) or the seal (red, actual size)."""
    text: tuple[str, ...] = ()
    """Lines of the text block of appendices and copies; for the other roles Decree 30 forbids text."""
    fields_to_make: tuple[tuple[str, FieldPlace | None], ...] = ()
    """Fields of later signers: made before the first signature, since one that is added later breaks it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that was made."""

    order: SignOrder
    field: str
    level: Level
    """The level reached."""
    signer: str
    """Common name of the certificate."""
    at: datetime
    """Signing time, with Vietnam's zone."""
    delayed_by: str = ""
    """Why the level asked for was not reached yet, in Vietnamese; empty when it was."""
    is_trial: bool = False
    """Signed by the throwaway token: worth nothing outside a demonstration."""

    @property
    def is_delayed(self) -> bool:
        """Whether the file waits to be lifted to the level asked for; a trial waits for nothing."""
        return self.level.rank < self.order.level.rank and not self.is_trial
