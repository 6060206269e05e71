"""Where somebody may hand in, and what the folder says for a file that comes through the portal."""

from __future__ import annotations

from collections.abc import Sequence

from portal.intake.folder_wishes import stays_whole
from portal.intake.originals import safe_parts
from portal.models import IntakeFile, Unit
from portal.rights.holding import Rights
from portal.rights.roles import Right

WISHES = {
    "keep": "giữ nguyên",
    "two_sided": "hai mặt",
    "two_files": "hai mặt/hai tệp",
    "whole": "không tách",
    "dpi_200": "200 dpi",
}
"""What may be ticked, and the folder that says the same in the inbox (`intake.folder_wishes`)."""
LONGEST_FOLDER = 1000


def units_for(rights: Rights, right: Right = Right.HAND_IN) -> list[str]:
    """Units at which the person has the right, by name; the office itself, "", first where it is theirs."""
    allowed = rights.units(right)
    if allowed is not None:
        return sorted(allowed)
    return ["", *Unit.objects.order_by("name").values_list("name", flat=True)]


def folder_for(unit: str, hint: str, wishes: Sequence[str], dropped: str) -> str:
    """The folder below the inbox that would say the same: `Xã A/birth_certificate/hai mặt/Tập 1`."""
    told = [unit, hint, *(WISHES[wish] for wish in WISHES if wish in wishes), dropped]
    return "/".join(part for one in told for part in safe_parts(one))[:LONGEST_FOLDER]


def as_one_paper(folder: str) -> str:
    """The same folder with the wish that what comes is one paper, whatever its pages say."""
    return folder if stays_whole(folder) else "/".join(part for part in (folder, WISHES["whole"]) if part)


def units_seen(rights: Rights) -> list[str]:
    """Units whose files the person may follow, for a filter."""
    known = units_for(rights)
    return [name for name in known if name] if known else []


def is_empty(rights: Rights) -> bool:
    """Whether nothing has ever come that this person may know of: the first day."""
    return not rights.files(Right.HAND_IN).exists() and (
        not rights.covers_all(Right.HAND_IN) or not IntakeFile.objects.exists()
    )
