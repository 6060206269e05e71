"""The chain of a parcel: contracts say of it what its certificate says, and only its owner passes it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from classifiers.places import is_same_commune
from classifiers.vietnamese import fold_words
from portal.catalogue.reconciling.disagreement import Disagreement, disagreement
from portal.catalogue.reconciling.papers import Paper
from portal.catalogue.reconciling.roles import people_in

ADDRESS = "parcel_address"
COMPARED = {
    "parcel_number": "Thửa đất số",
    "map_sheet_number": "Tờ bản đồ số",
    "area_m2": "Diện tích",
    ADDRESS: "Địa chỉ thửa đất",
}
DIFFERS_VI = (
    "{label} trong hồ sơ {record} là “{said}”, khác Giấy chứng nhận {serial} (hồ sơ {other}) là “{known}”"
)
TWICE_VI = (
    "Hai Giấy chứng nhận cùng số phát hành {serial} ghi {label} khác nhau: "
    "“{said}” (hồ sơ {record}) và “{known}” (hồ sơ {other})"
)
SELLER_VI = (
    "Bên chuyển quyền trong hồ sơ {record} ({sellers}) không phải người đứng tên mới nhất "
    "của Giấy chứng nhận {serial} ({holders}, hồ sơ {other})"
)
OWNERS, CHANGES, GIVES, TAKES = "owner_lines", "changes", "party_a", "party_b"
SERIAL, CITED_SERIALS = "serial", ("certificate_serial", "cited_serial")
CERTIFICATES = "land_"


def broken_land_chains(every: Sequence[Paper]) -> Iterator[Disagreement]:
    """Papers that differ from the certificate whose serial they carry, and sellers who are no owners."""
    certificates: dict[str, list[Paper]] = defaultdict(list)
    citing: dict[str, list[Paper]] = defaultdict(list)
    for paper in every:
        own = paper.said(SERIAL)
        if own and paper.record_type.startswith(CERTIFICATES):
            certificates[own].append(paper)
        for cited in {paper.said(name) for name in CITED_SERIALS} - {""}:
            citing[cited].append(paper)
    for serial, known in certificates.items():
        first, *others = known
        for other in others:
            yield from _differing(serial, other, [first], TWICE_VI, "serial_twice")
        for paper in citing.get(serial, ()):
            yield from _differing(serial, paper, known, DIFFERS_VI, "land_parcel")
        yield from _wrong_sellers(serial, known, citing.get(serial, ()))


def _differing(
    serial: str, paper: Paper, known: Sequence[Paper], sentence: str, rule: str
) -> Iterator[Disagreement]:
    """The parts in which a paper agrees with none of the certificates."""
    for name, label in COMPARED.items():
        said = paper.said(name)
        holding = [one for one in known if one.said(name)]
        if said and holding and not any(_same(name, said, one.said(name)) for one in holding):
            other = holding[0]
            told = sentence.format(
                label=label,
                record=paper.record_id,
                said=paper.fields[name].value,
                serial=serial,
                other=other.record_id,
                known=other.fields[name].value,
            )
            yield disagreement(rule, told, (*paper.cited(name), *other.cited(name)))


def _wrong_sellers(serial: str, known: Sequence[Paper], citing: Iterable[Paper]) -> Iterator[Disagreement]:
    """Contracts by somebody who was neither the certificate's owner nor the last who took it over."""
    newest = max(known, key=lambda one: one.said("issue_date"))
    holders = _people(newest, OWNERS) | _people(newest, CHANGES)
    last, field = newest, OWNERS
    contracts = [one for one in citing if GIVES in one.fields and len(one.said("contract_date")) == 10]
    for contract in sorted(contracts, key=lambda one: (one.said("contract_date"), one.record_id)):
        if contract.said("contract_date") < newest.said("issue_date"):
            continue
        sellers = _people(contract, GIVES)
        if sellers and holders and not _meet(sellers, holders):
            told = SELLER_VI.format(
                record=contract.record_id,
                sellers=_named(contract, GIVES),
                serial=serial,
                holders=_named(last, field),
                other=last.record_id,
            )
            yield disagreement("land_owner", told, (*contract.cited(GIVES), *last.cited(field)))
            continue
        takers = _people(contract, TAKES)
        if takers:
            holders, last, field = takers, contract, TAKES


def _people(paper: Paper, field: str) -> frozenset[tuple[str, str]]:
    """Folded name and number of everybody whom a field names."""
    entry = paper.fields.get(field)
    found = people_in(entry.value) if entry else ()
    return frozenset((fold_words(person.name), person.number) for person in found)


def _meet(some: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> bool:
    """Whether somebody is among both: by number, or by name where a number is not told or was renewed."""
    numbers = {number for _, number in some if number} & {number for _, number in others if number}
    return bool(numbers) or bool({name for name, _ in some} & {name for name, _ in others})


def _named(paper: Paper, field: str) -> str:
    return (
        ", ".join(person.name for person in people_in(paper.fields[field].value))
        if field in paper.fields
        else "?"
    )


def _same(name: str, one: str, other: str) -> bool:
    if name == ADDRESS:
        # Papers word an address each in its way; only another commune is another place.
        return is_same_commune(one, other) is not False
    return one == other or (_decimal(one) is not None and _decimal(one) == _decimal(other))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
