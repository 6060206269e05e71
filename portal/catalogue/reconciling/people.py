"""One personal number is one person: the same name, marks and capitals aside, and the same day of birth.

Numbers of nine digits (CMND) and of twelve are one person's where the QR code of an identity card says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from classifiers.validators import cccd_qr
from classifiers.vietnamese import fold_words
from portal.catalogue.reconciling.disagreement import MOST_CITED, Cited, Disagreement, disagreement
from portal.catalogue.reconciling.papers import Paper
from portal.catalogue.reconciling.roles import LISTS, people_in, roles_by_type

NAME_VI = "Số giấy tờ {number} mang những tên khác nhau: {said}"
BIRTH_VI = "Số giấy tờ {number} mang những ngày sinh khác nhau: {said}"
LINK_VI = "Số CMND {number} được mã QR của nhiều thẻ căn cước nhận là số cũ: {said}"
_NUMBER = re.compile(r"\d{12}|\d{9}|[A-Z]\d{7,8}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person as one paper names them."""

    record_id: str
    number: str
    field: str
    """That holds the number."""
    name: str
    name_field: str
    born: str
    """ISO 8601, perhaps a year alone; empty when not told."""
    born_field: str
    confidence: float
    """The least of the fields."""

    def cited(self, what: str) -> Cited:
        """The name or the birth as evidence."""
        is_name = what == "name"
        field = self.name_field if is_name else self.born_field
        return Cited(self.record_id, field, self.name if is_name else self.born, self.confidence)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whom the papers name by a number."""

    by_number: Mapping[str, Sequence[Mention]]
    """By the newest number that is known of them."""
    newer: Mapping[str, str]
    """Old number to the one that a card says replaced it."""
    links: Mapping[str, Sequence[Cited]]
    """Old number to the cards that claim it."""

    def newest(self, number: str) -> str:
        return self.newer.get(number, number)


def mentions_of(every: Sequence[Paper]) -> People:
    """Everybody with a number, gathered once for all rules."""
    newer, links = _links(every)
    by_number: dict[str, list[Mention]] = defaultdict(list)
    for paper in every:
        for mention in mentions_on(paper):
            by_number[newer.get(mention.number, mention.number)].append(mention)
    return People(by_number, newer, links)


def mentions_on(paper: Paper) -> Iterator[Mention]:
    """The people with a number on one paper."""
    for role in roles_by_type().get(paper.record_type, ()):
        number = paper.said(role.number)
        if _NUMBER.fullmatch(number):
            parts = [
                paper.fields[name] for name in (role.number, role.name, role.born) if name in paper.fields
            ]
            yield Mention(
                paper.record_id,
                number,
                role.number,
                paper.fields[role.name].value if role.name in paper.fields else "",
                role.name,
                paper.said(role.born),
                role.born,
                min(part.confidence for part in parts),
            )
    for field in LISTS:
        if field in paper.fields:
            sure = paper.fields[field].confidence
            for person in people_in(paper.fields[field].value):
                if person.number:
                    yield Mention(
                        paper.record_id, person.number, field, person.name, field, person.born, field, sure
                    )


def differing_people(people: People) -> Iterator[Disagreement]:
    """Numbers that carry several names or days of birth, and old numbers that several cards claim."""
    for number, mentions in people.by_number.items():
        if len(mentions) < 2:
            continue
        for what, rule, sentence in (("name", "person_name", NAME_VI), ("born", "person_birth", BIRTH_VI)):
            differing = _differing(mentions, what)
            if len(differing) > 1:
                said = [mention.cited(what) for mention in differing]
                yield disagreement(rule, sentence.format(number=number, said=_told(said)), said)
    for number, claims in people.links.items():
        if len({claim.value for claim in claims}) > 1:
            yield disagreement("person_link", LINK_VI.format(number=number, said=_told(claims)), claims)


def _differing(mentions: Sequence[Mention], what: str) -> list[Mention]:
    """The surest mention of each name or birth that agrees with no other kept one."""
    kept: list[Mention] = []
    keys: list[str] = []
    for mention in sorted(mentions, key=lambda one: (-one.confidence, -len(one.born), one.record_id)):
        key = fold_words(mention.name) if what == "name" else mention.born
        if key and not any(_agree(key, other, what) for other in keys):
            kept.append(mention)
            keys.append(key)
        if len(kept) == MOST_CITED:
            break
    return kept if len({mention.record_id for mention in kept}) > 1 else []


def _agree(one: str, other: str, what: str) -> bool:
    if what == "name":
        return one == other
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _told(said: Sequence[Cited]) -> str:
    return "; ".join(f"“{one.value}” trong hồ sơ {one.record_id}" for one in said)


def _links(every: Sequence[Paper]) -> tuple[dict[str, str], dict[str, list[Cited]]]:
    newer: dict[str, str] = {}
    links: dict[str, list[Cited]] = defaultdict(list)
    for paper in every:
        payload = paper.fields.get("qr_payload")
        card = cccd_qr.read(payload.value) if payload else None
        if payload is not None and card is not None and card.old_number:
            newer.setdefault(card.old_number, card.number)
            links[card.old_number].append(
                Cited(paper.record_id, "qr_payload", card.number, payload.confidence)
            )
    return newer, links
