"""Nobody signs after their death: papers signed by a number later than the day on a death paper of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portal.catalogue.reconciling.disagreement import Disagreement, disagreement
from portal.catalogue.reconciling.papers import Paper
from portal.catalogue.reconciling.people import People

SIGNED_VI = (
    "{name} (số giấy tờ {number}) đã chết ngày {died} theo hồ sơ {death}, "
    "nhưng ký tên ngày {signed} trong hồ sơ {record}"
)
SIGNING: Mapping[str, tuple[str, ...]] = {
    "party_a": ("contract_date",),
    "party_b": ("contract_date",),
    "principals": ("signing_date",),
    "agent": ("signing_date",),
    "applicant_": ("signing_place_date", "written_date"),
    "petitioner_": ("written_date",),
    "informant_": ("registration_date",),
    "bride_": ("signing_place_date",),
    "groom_": ("signing_place_date",),
    "wife_": ("registration_date",),
    "husband_": ("registration_date",),
}
"""Beginnings of the fields of those who sign a paper, and the field that says when."""
DECEASED = "deceased_"


def signed_after_death(every: Sequence[Paper], people: People) -> Iterator[Disagreement]:
    """Signatures dated after the signer's death."""
    by_id = {paper.record_id: paper for paper in every}
    for number, mentions in people.by_number.items():
        deaths = [
            (by_id[one.record_id], one)
            for one in mentions
            if one.field.startswith(DECEASED) and by_id[one.record_id].said("death_date")
        ]
        if not deaths:
            continue
        death, dead = min(deaths, key=lambda entry: entry[0].said("death_date"))
        died = death.said("death_date")
        for mention in mentions:
            paper = by_id[mention.record_id]
            day = _signing_day(paper, mention.field)
            if day and _is_after(paper.said(day), died):
                sentence = SIGNED_VI.format(
                    name=dead.name or mention.name or "Người này",
                    number=number,
                    died=_printed(died),
                    death=death.record_id,
                    signed=_printed(paper.said(day)),
                    record=paper.record_id,
                )
                cited = (*death.cited(dead.field, "death_date"), *paper.cited(mention.field, day))
                yield disagreement("signed_after_death", sentence, cited)


def _signing_day(paper: Paper, field: str) -> str:
    """Name of the field that says when the person of `field` signed; empty for one who did not."""
    for beginning, days in SIGNING.items():
        if field.startswith(beginning):
            return next((day for day in days if paper.said(day)), "")
    return ""


def _is_after(signed: str, died: str) -> bool:
    """Later as far as both are precise; the papers of the day itself are no contradiction."""
    shared = min(len(signed), len(died))
    return signed[:4].isdigit() and died[:4].isdigit() and signed[:shared] > died[:shared]


def _printed(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
