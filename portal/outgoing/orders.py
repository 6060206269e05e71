"""Turns what is waiting into orders for the signing room: role, field, place, image, text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.models import CertificateBinding, OutgoingDocument, OutgoingFile, OutgoingSigner
from portal.outgoing.desk_folder import Desk
from portal.outgoing.document_types import COPIES
from portal.outgoing.options import OutgoingOptions
from portal.outgoing.places import place_from, place_of_seal, places_of_signers, seal_over
from portal.outgoing.read_words import read_words
from portal.outgoing.states import FileRole, SignerState
from signing.appearance import PageWord
from signing.fields import AGENCY, PERSON
from signing.orders import FieldPlace, Level, Role, SignOrder

Fields = tuple[tuple[str, FieldPlace | None], ...]
COPY_WORDS = {"SY": "SAO Y", "TrS": "TRÍCH SAO", "SL": "SAO LỤC"}
"""How a copy says its form (Decree 30/2020, Appendix I, V)."""


@dataclass(frozen=True, slots=True)
class Bench:
    """With what a batch signs."""

    desk: Desk
    options: OutgoingOptions
    binding: CertificateBinding

    @property
    def image(self) -> Path | None:
        """The picture that the administrator laid for this account, else that of the token, else the seal."""
        if self.binding.image:
            return self.desk.path(self.binding.image)
        own = self.options.images.get(self.binding.token)
        return own or (self.options.seal if self.binding.agency else None)


def order_for_person(bench: Bench, signer: OutgoingSigner) -> SignOrder:
    """One person's signature on the document itself; the first also makes the fields of all that follow.

    It is asked for B-LT at most: the seal's archive timestamp, which comes last, covers it (ETSI EN 319
    142-1, 5.5). Raises `PlaceNotFound` where several sign and the page does not tell their places.
    """
    document = signer.document
    main = document.files.get(ordinal=0)
    wanted = min(bench.options.level, Level.B_LT, key=lambda level: level.rank)
    others = list(document.signers.select_related("user"))
    source = bench.desk.path(main.current)
    is_first = all(other.state == SignerState.WAITING for other in others)
    place, fields = place_from(signer.place), ()
    if not is_first:
        place = None  # its field was made, with its place, before the first signature
    elif len(others) > 1:
        places = places_of_signers(source, others, words_beside(bench.desk, main))
        place, fields = places[signer.ordinal], _later_fields(bench, signer, others, main, places)
    elif seal := place_from(main.place):
        fields = ((AGENCY, seal),)
    return SignOrder(
        source=source,
        target=bench.desk.path(bench.desk.new_name()),
        role=Role.PERSON,
        level=wanted,
        field=field_of(signer),
        place=place,
        image=bench.image,
        fields_to_make=fields,
    )


def order_for_agency(bench: Bench, document: OutgoingDocument, file: OutgoingFile) -> SignOrder:
    """The agency's signature on one file: the seal, or the text block of an appendix or a copy."""
    if file.role == FileRole.APPENDIX:
        role, text = Role.APPENDIX, (document.entry.notation,)
    elif document.type_code in COPIES:
        agency = bench.options.agency(document.agency)
        role, text = Role.COPY, (COPY_WORDS[document.type_code], agency.name)
    else:
        role, text = Role.AGENCY, ()
    return SignOrder(
        source=bench.desk.path(file.current),
        target=bench.desk.path(bench.desk.new_name()),
        role=role,
        level=bench.options.level,
        # The seal's field was made before the first signature; its place is not changed any more.
        place=None if role is Role.AGENCY else place_from(file.place),
        image=bench.image if role is Role.AGENCY else None,
        text=text,
    )


def words_beside(desk: Desk, file: OutgoingFile) -> tuple[PageWord, ...] | None:
    """What was read on a scan's pages; `None` for a file with text of its own."""
    return read_words(desk.path(file.words)) if file.words else None


def field_of(signer: OutgoingSigner) -> str:
    """Name of a signer's field: `NguoiKy1` for the first."""
    return f"{PERSON}{signer.ordinal}"


def _later_fields(
    bench: Bench,
    signer: OutgoingSigner,
    signers: list[OutgoingSigner],
    main: OutgoingFile,
    places: Mapping[int, FieldPlace],
) -> Fields:
    """The fields of everybody else, and the seal's: by hand, else over the signature of the last signer.

    Where several sign, whoever answers for the document signs last: minutes end with the chairman.
    """
    later: Fields = tuple((field_of(one), places[one.ordinal]) for one in signers if one.pk != signer.pk)
    last = signers[-1]
    seal = place_from(main.place)
    if seal is None:
        seal = seal_over(places[last.ordinal]) if last.place else _read_seal(bench, main)
    return (*later, (AGENCY, seal))


def _read_seal(bench: Bench, main: OutgoingFile) -> FieldPlace | None:
    return place_of_seal(bench.desk.path(main.current), words_beside(bench.desk, main))
