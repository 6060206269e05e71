"""One file, several records: how the parts of a file are named and described in the archive.

The first part's object holds the original whole, and the plan of all parts; the others say where it lies.
The plan is kept there because it must not change between a crash and the next start, whatever settings say
by then: the parts that are deposited already and those still owed must fit together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from archive import Archive
from pipeline.batches import Part
from records import record_id_for
from records.errors import MalformedRecord


def part_id(first_id: str, sha256: str, number: int) -> str:
    """The record that part `number`, from 1, of the file becomes; `first_id` is that of the first."""
    return first_id if number == 1 else record_id_for(sha256, number)


def part_intake(
    intake: Mapping[str, object], first_id: str, parts: Sequence[Part], number: int
) -> Mapping[str, object]:
    """`intake.json` of one part: how the file came, and which part of it this is where it has several."""
    if len(parts) == 1:
        return {**intake, "unit": parts[0].unit or intake.get("unit", "")}
    part = parts[number - 1]
    mine = {**intake, "unit": part.unit or intake.get("unit", ""), "part": number, "part_count": len(parts)}
    if number == 1:
        return {**mine, "parts": [one.to_json() for one in parts]}
    return {**mine, "original_in": first_id}


def held_parts(archive: Archive, first_id: str) -> tuple[Part, ...]:
    """The plan by which a file was parted whose first record the archive has; empty when it has none.

    Raises `MalformedRecord` when its `intake.json` cannot be read.
    """
    if not archive.has(first_id):
        return ()
    try:
        intake = json.loads(archive.read(first_id, "intake.json"))
        planned = tuple(Part.from_json(raw) for raw in intake.get("parts", ()))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MalformedRecord(f"record {first_id}: intake.json") from error
    # Without a plan the file is one record, which is there already.
    return planned or (Part(()),)
