"""Several documents at work at once: none of them in two hands, none in the way of another."""

from __future__ import annotations

import threading
import time

import pytest

from records.errors import StoreFailed
from tests.portal.outgoing.offices import AGENCY, SigningOffice


def test_several_documents_are_read_printed_and_archived_at_once_each_with_its_steps_in_order(
    office: SigningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.models import OutgoingDocument
    from portal.outgoing.keeper import Keeper
    from portal.outgoing.number_books import allocate

    busy: list[int] = []
    most: list[int] = []
    guard, do = threading.Lock(), Keeper._do

    def watched(keeper: Keeper, document: OutgoingDocument) -> bool:
        with guard:
            assert document.pk not in busy
            busy.append(document.pk)
            most.append(len(busy))
        time.sleep(0.05)
        try:
            return do(keeper, document)
        finally:
            with guard:
                busy.remove(document.pk)

    monkeypatch.setattr(Keeper, "_do", watched)
    documents = [office.hand_in(office.letter(seed=seed)) for seed in range(1, 4)]
    office.keeper(jobs=3).drain()
    for document in documents:
        allocate(document.pk, AGENCY, by="van_thu")
    office.keeper(jobs=3).drain()
    office.sit("chu_tich", *documents)
    office.sit("van_thu", *documents, agency=AGENCY.code)
    office.keeper(jobs=3).drain()
    assert max(most) == 3
    for document in documents:
        document.refresh_from_db()
        kinds = [event.kind for event in document.events.all()]
        expected = "received checked numbered printed signed sealed archived issued"
        assert (kinds, document.told) == (expected.split(), True)
        assert len(office.archive.versions(document.record_id)) == 1


def test_documents_that_keep_failing_stop_nobody_behind_them(
    office: SigningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.models import OutgoingDocument
    from portal.outgoing import checking

    first, second = (office.hand_in(office.letter(seed=seed)) for seed in (1, 2))
    check = checking.check

    def failing(keeper: object, document: OutgoingDocument) -> None:
        if document.pk == first.pk:
            raise StoreFailed("the disk is away")
        check(keeper, document)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check", failing)
    office.keeper().drain()
    states = [OutgoingDocument.objects.get(pk=one.pk).state for one in (first, second)]
    assert states == ["received", "checked"]


def test_what_a_clerk_waits_for_is_done_before_what_is_only_archived(office: SigningOffice) -> None:
    from portal.models import OutgoingEvent
    from portal.outgoing.number_books import allocate

    sealed = office.numbered(office.letter(seed=1))
    office.sit("chu_tich", sealed)
    office.sit("van_thu", sealed, agency=AGENCY.code)
    waiting = office.hand_in(office.letter(seed=2))
    # It came later, and its number is to be printed now.
    keeper = office.keeper()
    keeper._do(waiting)
    allocate(waiting.pk, AGENCY, by="van_thu")
    office.keeper().drain()
    done = OutgoingEvent.objects.filter(kind__in=("printed", "issued")).order_by("pk")
    assert list(done.values_list("document", "kind"))[-2:] == [(waiting.pk, "printed"), (sealed.pk, "issued")]
